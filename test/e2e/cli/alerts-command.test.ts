import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const data = join(suiteFolder(), 'data');
const RULE = 'price crosses-above 200 and rsi(14,1d) is-above 70';

beforeAll(async () => {
  mkdirSync(data, { recursive: true });
  const file = join(data, 'acme.csv');
  writeFileSync(file, 'date,open,high,low,close,volume\n2024-01-02,1,2,1,2,5\n2024-01-03,2,3,2,3,5\n');
  await runCli(['import', file, '--symbol', 'ACME', '--timeframe', '1d'], { data });
});

describe('octopus alerts', () => {
  it('adds, lists and removes, and a rule is read back as it was kept', async () => {
    const added = await runCli(
      ['alerts', 'add', 'ACME', 'price > 200', '--and', 'rsi > 70', '--frequency', 'once-per-day'].concat([
        '--expires',
        '2026-12-31',
        '--format',
        'json',
      ]),
      { data },
    );
    expect(added).toMatchObject({ code: 0, error: '' });
    const [alert] = JSON.parse(added.out) as { id: string; rule: string }[];
    expect(alert).toMatchObject({
      rule: RULE.replace('crosses-above', 'is-above'),
      frequency: 'once-per-day',
      expiresTime: Date.UTC(2026, 11, 31),
      state: 'active',
    });
    const listed = await runCli(['alerts', 'list', '--format', 'csv'], { data });
    expect(listed.out).toContain(
      `${alert?.id.slice(0, 8)},ACME,"price is-above 200 and rsi(14,1d) is-above 70"`,
    );
    const removed = await runCli(['alerts', 'remove', alert?.id.slice(0, 6) ?? ''], { data });
    expect(removed.out).toBe('removed ACME price is-above 200 and rsi(14,1d) is-above 70\n');
    expect((await runCli(['alerts', 'list', '--format', 'json'], { data })).out).toBe('[]\n');
    expect((await runCli(['alerts', 'history', '--format', 'json'], { data })).out).toMatch(/"rows": \[\]/);
  });

  it.each([
    [
      ['ACME', 'price crosses-abov 200'],
      'column 7: unknown operator "crosses-abov"; did you mean crosses-above',
    ],
    [['ACMY', 'price > 1'], 'unknown symbol "ACMY"; did you mean ACME?'],
    [['ACME', 'price@NONE > 1'], 'unknown symbol "NONE"'],
    [['ACME', 'price > 1', '--frequency', 'twice'], 'unknown frequency "twice"'],
    [['ACME', 'price > 1', '--and', 'bid > 1', '--or', 'ask > 1'], '--and and --or together'],
  ])('refuses %j with a sentence', async (args, message) => {
    const { code, error } = await runCli(['alerts', 'add', ...args], { data });
    expect(code).toBeGreaterThan(0);
    expect(error).toContain(message);
  });
});
