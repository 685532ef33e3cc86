import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const folder = suiteFolder();
const data = join(folder, 'data');

/** January and February 2024 of a New York share, without three of its days. */
const HOLIDAYS = ['2024-01-01', '2024-01-15', '2024-02-19'];
const REMOVED = ['2024-01-12', '2024-01-16', '2024-02-16'];
const dates = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)))
  .filter((day) => day.getUTCDay() % 6 !== 0)
  .map((day) => day.toISOString().slice(0, 10))
  .filter((date) => !HOLIDAYS.includes(date) && !REMOVED.includes(date));

describe('octopus gaps', () => {
  beforeAll(async () => {
    const prices = join(folder, 'prices.csv');
    const rows = dates.map((date) => `${date},10,11,9,10.5,100`);
    writeFileSync(prices, `date,open,high,low,close,volume\n${rows.join('\n')}\n`);
    expect(await runCli(['import', prices, '--symbol', 'ACME'], { data })).toMatchObject({ code: 0 });
  });

  it('three removed days are exactly those three', async () => {
    const { code, out } = await runCli(['gaps', 'acme', '--format', 'csv'], { data });
    expect(code).toBe(0);
    // Monday 15 January was a holiday, so the Friday before it and the Tuesday after are one gap.
    expect(out).toBe('first,last,bars\n2024-01-12,2024-01-16,2\n2024-02-16,2024-02-16,1\n');
  });

  it('a table says of how many, and by which calendar', async () => {
    const { out } = await runCli(['gaps', 'ACME', '--limit', '1'], { data });
    expect(out).toContain(`3 of ${dates.length + 3} bars expected by the calendar XNYS are missing`);
    expect(out).toContain('2 gaps in all; --limit shows more');
  });

  it('a range and another calendar are taken', async () => {
    const { out } = await runCli(
      ['gaps', 'ACME', '--from', '2024-01-12', '--to', '2024-01-16', '--calendar', 'lse', '--format', 'json'],
      { data },
    );
    expect(JSON.parse(out)).toEqual({
      symbol: 'ACME',
      timeframe: '1d',
      calendar: 'XLON',
      range: { from: Date.UTC(2024, 0, 12), to: Date.UTC(2024, 0, 16) },
      expectedBars: 2,
      missingBars: 2,
      unexpectedBars: 0,
      gaps: [{ from: Date.UTC(2024, 0, 12), to: Date.UTC(2024, 0, 15), bars: 2 }],
      gapsTotal: 1,
      months: [{ month: Date.UTC(2024, 0, 1), expected: 2, missing: 2 }],
    });
  });

  it('an unknown symbol, timeframe, calendar or a range the wrong way round is named', async () => {
    expect(await runCli(['gaps', 'ACMEE'], { data })).toEqual({
      code: 1,
      out: '',
      error: 'octopus: unknown symbol "ACMEE"; did you mean ACME?\n',
    });
    expect(await runCli(['gaps', 'ACME', '--timeframe', '1m'], { data })).toMatchObject({
      code: 1,
      error: 'octopus: ACME has no 1m bars and none shorter; stored are 1d\n',
    });
    expect(await runCli(['gaps', 'ACME', '--calendar', 'XNY'], { data })).toMatchObject({
      code: 2,
      error: expect.stringContaining('unknown calendar "XNY"; did you mean XNYS'),
    });
    expect(
      await runCli(['gaps', 'ACME', '--from', '2024-02-01', '--to', '2024-01-01'], { data }),
    ).toMatchObject({ code: 2, error: expect.stringContaining('not after its beginning') });
  });
});
