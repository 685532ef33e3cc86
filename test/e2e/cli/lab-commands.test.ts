import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';

const GOOG = '../shared/data/prices/daily/GOOG_2000-2013.csv';

const SWEEP = [
  ...['sweep', GOOG, '--strategy', 'sma-crossover', '--param', 'fast=2:100', '--param', 'slow=2:100'],
  ...['--constraint', 'fast<slow'],
];
const SEARCH = [
  ...['optimize-parameters', GOOG, '--strategy', 'rsi-reversal', '--param', 'period=2:60'],
  ...['--param', 'lower=10:49', '--param', 'upper=50:95', '--method', 'genetic'],
];

describe.skipIf(!existsSync(GOOG))('the lab on the command line', () => {
  test('sweeps 4,851 pairs, and what it calls best is what a backtest gives', async () => {
    const data = temporaryFolder();
    const { code, out } = await runCli(SWEEP, { data });
    expect(code).toBe(0);
    const sweep = JSON.parse(out);
    expect(sweep.combinations).toBe(4_851);
    expect(sweep.elapsedMs).toBeGreaterThan(0);
    expect(sweep.trials).toBe(4_851);
    const { fast, slow } = sweep.best.parameters;
    const args = [
      'backtest',
      GOOG,
      '--strategy',
      'sma-crossover',
      '--param',
      `fast=${fast}`,
      '--param',
      `slow=${slow}`,
    ];
    const run = JSON.parse((await runCli([...args, '--honest', '--format', 'json'], { data })).out);
    for (const [name, value] of Object.entries(sweep.best.statistics))
      expect([name, run[name]]).toEqual([name, value]);
    // The best of a sweep is one of its trials, not a further one.
    expect([run.honest.trials, run.honest.evaluations]).toEqual([4_851, 4_852]);
    expect(run.honest.independentTrials).toBeLessThan(4_851);
    expect(run.honest.sentence).toContain('buying and holding returned');
  });

  test('a sweep runs its best on bars it was not chosen on, which it finds before it begins', async () => {
    const data = temporaryFolder();
    const small = [...SWEEP, '--param', 'fast=10,20', '--param', 'slow=40,60', '--elsewhere'];
    const ibm = GOOG.replace('GOOG', 'IBM');
    const sweep = JSON.parse((await runCli([...small, ibm], { data })).out);
    const [other] = sweep.elsewhere;
    expect(other.symbol).toBe('IBM');
    const { fast, slow } = sweep.best.parameters;
    const choice = ['-s', 'sma-crossover', '--param', `fast=${fast}`, '--param', `slow=${slow}`];
    const alone = await runCli(['backtest', ibm, ...choice, '--format', 'json'], { data });
    expect(JSON.parse(alone.out)).toMatchObject(other.statistics);
    const missing = await runCli([...small, 'none.csv'], { data });
    expect([missing.code, missing.out]).toEqual([1, '']);
  });

  test('a search goes on where it ended, in the same folder and nowhere else', async () => {
    const data = temporaryFolder();
    const first = JSON.parse((await runCli([...SEARCH, '--trials', '96'], { data })).out);
    expect([first.trials, first.resumed]).toEqual([96, 0]);
    const second = JSON.parse((await runCli([...SEARCH, '--trials', '144'], { data })).out);
    expect([second.trials, second.resumed, second.trialsOnTheseBars]).toEqual([144, 96, 144]);
    const alone = JSON.parse(
      (await runCli([...SEARCH, '--trials', '144', '--no-resume'], { data: temporaryFolder() })).out,
    );
    expect(second.best).toEqual(alone.best);
  });

  test('walks forward and resamples', async () => {
    const data = temporaryFolder();
    const ranges = ['--param', 'fast=5:50:15', '--param', 'slow=60:200:70'];
    const walk = JSON.parse(
      (await runCli(['walk-forward', GOOG, '-s', 'sma-crossover', ...ranges], { data })).out,
    );
    expect(walk.steps).toHaveLength(14);
    expect(walk.outOfSample.trades).toBeGreaterThan(0);
    expect([walk.trials, walk.evaluations, walk.trialsOnTheseBars]).toEqual([12, 14 * 12, 12]);
    const split = JSON.parse(
      (await runCli(['overfitting', GOOG, '-s', 'sma-crossover', ...ranges], { data })).out,
    );
    expect([split.splits, split.trialsUsed, split.pathSharpes.length]).toEqual([12_870, 12, 9]);
    const carlo = JSON.parse(
      (await runCli(['monte-carlo', GOOG, '-s', 'sma-crossover', '--resamples', '500'], { data })).out,
    );
    expect(carlo.resamples).toBe(500);
    expect(carlo.returnPct.p5).toBeLessThan(carlo.returnPct.p95);
  });

  test('stored bars are swept by their symbol', async () => {
    const data = temporaryFolder();
    await runCli(['import', GOOG, '--symbol', 'GOOG'], { data });
    const args = ['sweep', 'goog', '-s', 'breakout', '--param', 'entry=10:30:10', '--workers', '2'];
    const { out, code } = await runCli(args, { data });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ symbol: 'GOOG', combinations: 3, workers: 2 });
  });

  test.each([
    [
      ['--param', 'period=2:1000', '--param', 'lower=1:40:0.1', '--param', 'upper=41:99:0.02'],
      /^octopus: 1,133,156,709 combinations .+ would take about/,
    ],
    [['--param', 'period=2:x'], /^octopus: parameter "period": "2:x" must read like/],
    [['--objective', 'sharp'], /did you mean sharpe/],
    [['--constraint', 'lower < < upper'], /unexpected "<" at character 9/],
    [['--param', 'speed=2'], /rsi-reversal has no parameter "speed"/],
  ])('refuses %j in a line', async (args, message) => {
    const outcome = await runCli(['sweep', GOOG, '-s', 'rsi-reversal', ...args], {
      data: join(temporaryFolder(), 'new'),
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.out).toBe('');
    expect(outcome.error).toMatch(message);
    expect(outcome.error.trim().split('\n')).toHaveLength(1);
  });
});
