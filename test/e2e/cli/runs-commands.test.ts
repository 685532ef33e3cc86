import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSharedData, sharedData } from '#test/support/golden-csv';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const folder = suiteFolder();
const data = join(folder, 'data');
const at = (name: string) => join(folder, name);
const GOOG = `${sharedData}prices/daily/GOOG_2000-2013.csv`;
const RUN = [
  ...['--strategy', 'sma-crossover', '--direction', 'long-short', '--units', 'whole'],
  ...['--close-at-end', 'last-open'],
];
const asked = (fast: number, slow: number, name: string) => [
  ...['tearsheet', GOOG, ...RUN, '--param', `fast=${fast}`, '--param', `slow=${slow}`],
  ...['--save', name, '--data', data, '--out', at(`${fast}.html`)],
];

describe.skipIf(!hasSharedData)('a backtest as a tear sheet and in the library', () => {
  it('writes one file, says what speaks against it, and keeps the run', async () => {
    const { code, out, error } = await runCli([...asked(10, 30, 'ten thirty'), '--format', 'json']);
    expect(error).toMatch(/No costs are in these figures/);
    expect(code).toBe(0);
    const { file, pdf, run, sheet } = JSON.parse(out);
    expect([file, pdf]).toEqual([at('10.html'), null]);
    expect(run).toMatch(/^[0-9a-f]{12}$/);
    const figure = (id: string) => sheet.headline.find((one: { id: string }) => one.id === id).value;
    // backtesting.py's own example.
    expect(figure('trades')).toBe(66);
    expect(figure('sharpe')).toBeCloseTo(0.5806, 4);
    expect(figure('maxDrawdownPct')).toBeCloseTo(-47.98, 2);
    // What the sheet, its file and the verdict say of one thing is one.
    expect(sheet.trialCount).toEqual({ trials: 1, evaluations: 1, independentTrials: 1 });
    expect(sheet.verdict.sentence).toMatch(/from 2010-\d\d-\d\d on, it returned/);
    expect(sheet.verdict.outOfSample.returnPct).toBeTypeOf('number');
    const html = readFileSync(file, 'utf8');
    expect(html.slice(0, html.indexOf('class="warnings'))).toContain(
      sheet.verdict.sentence.split('. ').at(-1),
    );
    expect(html).toContain('1 tried');
    expect(html).not.toMatch(/look-ahead was not checked/i);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[\s\S]*ten thirty[\s\S]*<\/html>\n$/);
    await runCli(asked(20, 50, 'twenty fifty'));
  });

  it('lists, compares, names, exports and deletes', async () => {
    const inData = async (...words: string[]) => {
      const { code, out, error } = await runCli([...words, '--data', data, '--format', 'json']);
      expect([code, error]).toEqual([0, '']);
      return JSON.parse(out);
    };
    const listed = await inData('runs', 'list');
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['twenty fifty', 'ten thirty']);
    for (const { trialCount } of listed)
      expect(trialCount).toEqual({ trials: 2, evaluations: 2, independentTrials: 2 });
    const comparison = await inData('compare', 'ten thirty', 'latest');
    expect(comparison.trades[0].first.reason).toMatch(/another time/);
    expect(comparison.runs[0].trialCount.trials).toBe(2);
    expect(comparison.runs[0].statistics.equityFinal).toBeCloseTo(51_422.99, 2);
    const named = await inData('runs', 'name', 'ten thirty', 'best', '--tag', 'goog', 'sma');
    expect(named).toMatchObject({ name: 'best', tags: ['goog', 'sma'] });
    await inData('runs', 'export', 'best', '--output', at('trades.csv'));
    expect(readFileSync(at('trades.csv'), 'utf8').trim().split('\n')).toHaveLength(67);
    await inData('runs', 'export', 'best', '--output', at('equity.parquet'), '--table', 'equity');
    expect(readFileSync(at('equity.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    await inData('runs', 'export', 'best', '--output', at('whole.json'));
    expect(JSON.parse(readFileSync(at('whole.json'), 'utf8')).columns.equity.at(-1)).toBeCloseTo(
      51_422.99,
      2,
    );
    expect((await inData('runs', 'delete', 'best')).removed).toHaveLength(1);
    expect(await inData('runs', 'list')).toHaveLength(1);
  });

  it('refuses in a sentence what cannot be', async () => {
    const said = async (...words: string[]) => (await runCli([...words, '--data', data])).error.trim();
    expect(await said('runs', 'show', 'twenty fift')).toBe(
      'octopus: unknown run "twenty fift"; did you mean twenty fifty?',
    );
    expect(await said('compare', 'latest')).toMatch(/name two runs or more/);
    expect(await said('tearsheet', GOOG)).toMatch(/is a file: name a --strategy/);
    expect(await said('runs', 'export', 'latest', '--output', at('a.xlsx'))).toMatch(
      /end it in .csv, .csv.gz, .json/,
    );
    writeFileSync(at('file'), '');
    expect(await said('tearsheet', 'latest', '--out', join(at('file'), 'x.html'))).toMatch(
      /x\.html could not|cannot be written/,
    );
    expect(existsSync(at('a.xlsx'))).toBe(false);
    expect((await runCli(['runs', 'list', '--data', at('nowhere')])).error).toMatch(
      /no run is saved yet: there is no data folder/,
    );
  });
});
