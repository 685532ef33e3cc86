import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CompensatedMean } from '#domain/indicators/kernels/compensated-mean';
import { GoldenCsv, hasSharedData } from '#test/support/golden-csv';

const hashes: Record<string, string> = JSON.parse(
  readFileSync(new URL('pandas-rolling-mean.json', import.meta.url), 'utf8'),
);

describe.skipIf(!hasSharedData)(
  'the averages that crossings are judged by equal those of pandas in every bit',
  () => {
    it.each(Object.entries(hashes))('%s', (key, hash) => {
      const [name, period] = key.split(' ');
      const mean = new CompensatedMean(Number(period));
      const closes = new GoldenCsv(`prices/daily/${name}.csv`).column('close');
      const averages = closes.map((close) => mean.push(close)).slice(Number(period) - 1);
      expect(createHash('sha256').update(new Uint8Array(averages.buffer)).digest('hex')).toBe(hash);
    });
  },
);
