import { describe, expect, test } from 'vitest';
import { hasSharedData, sharedData } from '#test/support/golden-csv';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';

const GOOG = `${sharedData}prices/daily/GOOG_2000-2013.csv`;
const SWEEP = ['-s', 'sma-crossover', '--param', 'fast=5:15:5', '--param', 'slow=30:50:10'];
const CHOICE = ['-s', 'sma-crossover', '--param', 'fast=10', '--param', 'slow=30', '--format', 'json'];

describe.skipIf(!hasSharedData)('bars held out on the command line', () => {
  test('are left out of every search, refused when asked for, and judged with a count of the looks', async () => {
    const data = temporaryFolder();
    const asked = async (...words: string[]) => {
      const { code, out, error } = await runCli(words, { data });
      expect([words, code, code === 0 ? '' : error]).toEqual([words, 0, '']);
      return { ...JSON.parse(out), said: error };
    };
    const refused = async (...words: string[]) => {
      const { code, out, error } = await runCli(words, { data });
      expect(code).not.toBe(0);
      expect(out).toBe('');
      return error;
    };
    expect(await refused('hold-out', 'lock', GOOG)).toMatch(/say where the lock begins/);
    const lock = await asked('hold-out', 'lock', GOOG, '--from', '2012-01-01', '--format', 'json');
    expect(lock).toMatchObject({ symbol: 'GOOG', timeframe: '1d', from: Date.UTC(2012, 0, 1), reveals: 0 });
    expect(await refused('hold-out', 'lock', GOOG, '--share', '0.1')).toMatch(/a lock is not moved/);

    const sweep = await asked('sweep', GOOG, ...SWEEP);
    expect(sweep.best.statistics.endDate).toBe('2011-12-30');
    expect(sweep.said).toMatch(/291 bars of GOOG from 2012-01-01 on are locked and left out/);
    const plain = await asked('backtest', GOOG, ...CHOICE);
    expect(plain).toMatchObject({ endDate: '2011-12-30', lockedFrom: Date.UTC(2012, 0, 1) });
    expect(await refused('backtest', GOOG, ...CHOICE, '--from', '2012-02-01')).toMatch(/is locked from/);
    const walk = await asked('walk-forward', GOOG, ...SWEEP);
    expect(walk.bars).toBe(sweep.bars);
    const carlo = await asked('monte-carlo', GOOG, ...CHOICE, '--resamples', '50');
    expect(carlo.bars).toBe(sweep.bars);
    expect(await refused('sweep', GOOG, ...SWEEP, '--to', '2013-01-01')).toMatch(
      /GOOG 1d is locked from 2012-01-01 on: end before it/,
    );

    const first = await asked('hold-out', 'reveal', GOOG, ...CHOICE);
    expect(first).toMatchObject({ look: 1, holdOut: { reveals: 1 } });
    expect(first.trades).toBeGreaterThan(0);
    expect(await asked('hold-out', 'reveal', GOOG, ...CHOICE)).toMatchObject({
      look: 1,
      holdOut: { reveals: 1 },
    });
    const second = await asked('hold-out', 'reveal', GOOG, ...CHOICE, '--param', 'fast=20');
    expect(second).toMatchObject({ look: 2, holdOut: { reveals: 2 } });
    expect(await asked('hold-out', 'show', GOOG, '--format', 'json')).toMatchObject({ reveals: 2 });
    expect(await refused('hold-out', 'reveal', GOOG, ...CHOICE, '--to', '2013-01-01')).toMatch(
      /leave --from, --to/,
    );
  });
});
