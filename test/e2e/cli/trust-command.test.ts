import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';

const HEADER = 'date,open,high,low,close,volume\n';

/** A data folder with January 2024 of ACME from one file, two days of it corrected by another, one day missing. */
async function dataFolder(): Promise<string> {
  const data = temporaryFolder();
  const days = ['02', '03', '04', '05', '08', '10', '11', '12'];
  const first = join(data, 'first.csv');
  writeFileSync(first, HEADER + days.map((d, i) => `2024-01-${d},10,12,9,${10 + i / 10},5\n`).join(''));
  const second = join(data, 'second.csv');
  writeFileSync(second, `${HEADER}2024-01-04,10,12,9,11.5,5\n2024-01-05,10,12,9,11.6,5\n`);
  for (const file of [first, second]) await runCli(['import', file, '--symbol', 'ACME'], { data });
  return data;
}

describe('octopus trust', () => {
  it('tells sources, gaps and revisions of a series', async () => {
    const data = await dataFolder();
    const { code, out } = await runCli(['trust', 'acme', '--format', 'json'], { data });
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect(told.stretches.map(({ source, kind, bars }: never) => [source, kind, bars])).toEqual([
      ['first.csv', 'file', 2],
      ['second.csv', 'file', 2],
      ['first.csv', 'file', 4],
    ]);
    expect(told).toMatchObject({ bars: 8, missingBars: 1, revised: { bars: 2 }, lastCheck: null });
    const { out: table } = await runCli(['trust', 'ACME'], { data });
    expect(table).toContain('8 bars, 1 missing, 2 revised');
  });

  it('refuses what does not go together, and names the nearest', async () => {
    const data = await dataFolder();
    expect(await runCli(['trust', 'ACME', '--providers', 'fred'], { data })).toMatchObject({ code: 2 });
    const { code, error: told } = await runCli(['trust', 'ACMEE'], { data });
    expect([code, told]).toEqual([1, expect.stringContaining('ACME')]);
  });

  it('backtests stored bars as of a date, and no file', async () => {
    const data = await dataFolder();
    const past = await runCli(
      ['backtest', '--symbol', 'ACME', '-s', 'sma-crossover', '--as-of', '2020-01-01'],
      { data },
    );
    expect(past).toMatchObject({ code: 2, error: expect.stringContaining('ACME') });
    const file = join(data, 'first.csv');
    expect(
      await runCli(['backtest', file, '-s', 'sma-crossover', '--as-of', '2020-01-01'], { data }),
    ).toMatchObject({ code: 2 });
    const now = await runCli(
      [
        'backtest',
        '--symbol',
        'ACME',
        '-s',
        'sma-crossover',
        '--param',
        'fast=2',
        '--param',
        'slow=3',
        '--format',
        'json',
      ],
      { data },
    );
    expect(JSON.parse(now.out)).toMatchObject({ symbol: 'ACME', bars: 8 });
  });
});
