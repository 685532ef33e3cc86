import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

it('octopus cleanup shows beforehand what it then removes, in a table and in JSON', async () => {
  const data = join(suiteFolder(), 'data');
  const prices = join(suiteFolder(), 'acme.csv');
  writeFileSync(prices, 'date,open,high,low,close,volume\n2001-01-02,1,2,1,2,5\n');
  await runCli(['import', prices, '--symbol', 'ACME', '--timeframe', '1d'], { data });
  const stores = openSqliteStores(data, Date.now());
  const row = { symbol: 'ACME', source: 'acme.csv', line: 1, reason: 'bad', raw: 'x' };
  await stores.market.putQuarantine([{ ...row, id: 'old', receivedTime: Date.UTC(2001, 0, 1) }]);
  stores.close();
  const preview = await runCli(['cleanup', '--preview', '--format', 'json'], { data });
  expect(preview.code).toBe(0);
  expect(JSON.parse(preview.out)).toMatchObject({
    isPreview: true,
    rows: 1,
    items: [{ kind: 'quarantine' }],
  });
  const done = await runCli(['cleanup'], { data });
  expect(done.out).toMatch(/quarantined rows +1 /);
  expect(done.out).toMatch(/1 rows, about \d+ bytes removed/);
  expect(JSON.parse((await runCli(['cleanup', '--preview', '--format', 'json'], { data })).out).rows).toBe(0);
  const bars = await runCli(['bars', 'ACME', '--format', 'json'], { data });
  expect(JSON.parse(bars.out)).toHaveLength(1);
});
