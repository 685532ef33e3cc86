import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { sameFigures } from '#test/support/same-figures';
import { SMA_COPY } from '#test/support/sma-copy';
import { temporaryFolder } from '#test/support/temporary-folder';

const GOOG = '../shared/data/prices/daily/GOOG_2000-2013.csv';
const RUN = ['--param', 'fast=10', '--param', 'slow=30', '--direction', 'long-short'];
const TRIED = ['--param', 'fast=4:12:4', '--param', 'slow=20:40:10', '--direction', 'long-short'];
/** What each command is asked, but for the strategy. */
const COMMANDS = {
  backtest: [...RUN, '--honest', '--format', 'json'],
  sweep: TRIED,
  'optimize-parameters': [...TRIED, '--trials', '32'],
  'walk-forward': [...TRIED, '--train', '600', '--test', '300'],
  'monte-carlo': [...RUN, '--resamples', '200', '--noise-runs', '3'],
  overfitting: [...TRIED, '--blocks', '6', '--groups', '6'],
} as const;

describe.skipIf(!existsSync(GOOG))('a strategy file on the command line', { timeout: 120_000 }, () => {
  test.each(Object.entries(COMMANDS))(
    'octopus %s answers as for the built-in strategy',
    async (command, args) => {
      const ask = async (strategy: string) => {
        const { code, out, error } = await runCli([command, GOOG, '--strategy', strategy, ...args], {
          data: temporaryFolder(),
        });
        expect([code, error]).toEqual([0, expect.any(String)]);
        return JSON.parse(out) as Record<string, unknown>;
      };
      const file = join(temporaryFolder(), 'mine.ts');
      writeFileSync(file, SMA_COPY.source);
      const [wanted, found] = [await ask('sma-crossover'), await ask(file)];
      expect(String(found['strategy'])).toContain('mine.ts');
      expect(sameFigures(found, wanted)).toEqual(sameFigures(wanted));
    },
  );

  test('a tear sheet has its verdict, and the run its source', async () => {
    const data = temporaryFolder();
    const folder = join(data, 'strategies');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine.ts'), SMA_COPY.source);
    const out = join(data, 'mine.html');
    const args = [
      'tearsheet',
      GOOG,
      '--strategy',
      'mine',
      '--save',
      'my idea',
      '--out',
      out,
      '--format',
      'json',
    ];
    const { sheet } = JSON.parse((await runCli(args, { data })).out);
    expect(sheet.verdict.sentence).toContain('buying and holding');
    expect((await runCli(['runs', 'source', 'my idea'], { data })).out).toBe(SMA_COPY.source);
    const again = await runCli(['tearsheet', 'my idea', '--out', out, '--format', 'json'], { data });
    expect(JSON.parse(again.out).sheet.strategy).toBe('mine');
  });

  test('the same run twice is remembered and says so; a fault tells its line', async () => {
    const data = temporaryFolder();
    const file = join(data, 'mine.ts');
    writeFileSync(file, SMA_COPY.source);
    const args = ['backtest', GOOG, '--strategy', file, '--format', 'json'];
    const first = await runCli(args, { data });
    const second = await runCli(args, { data });
    expect(second.error).toContain('cached, computed');
    expect(second.out).toBe(first.out);
    writeFileSync(
      file,
      SMA_COPY.source.replace('const held', 'if (fast.value() > 300) throw new Error("oh"); const held'),
    );
    const failed = await runCli(['sweep', GOOG, '--strategy', file], { data });
    expect(failed.code).not.toBe(0);
    expect(failed.error).toMatch(/mine\.ts line 17: .*oh \(with fast \d+, slow \d+\)/);
  });
});
