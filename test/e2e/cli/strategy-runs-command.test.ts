import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StrategyRunView } from '#contract/services/strategy-runs';
import { openEngine } from '#runtime/engine/open-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { quietLog } from '#test/support/quiet-log';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';

const RUN = ['strategy', 'run', 'sma-crossover', '--account', 'robot', '--symbols', 'SIM:ALPHA'];

describe('octopus strategy run, runs and stop', { timeout: 120_000 }, () => {
  it('starts, lists and stops a run of the Octopus that works in the folder', async () => {
    const data = temporaryFolder();
    const { engine } = await openEngine({
      dataFolder: data,
      host: 'server',
      processHost: createNodeProcessHost(),
      log: quietLog(),
    });
    onTestFinished(() => engine.stop());
    engine.keeper.require().pause();
    engine.accounts.openPaper('robot', '100000', 'USD');
    const given = ['--param', 'fast=2', '--param', 'slow=5', '--autonomy', 'auto', '--json'];
    const started = await runCli([...RUN, ...given], { data });
    expect(started).toMatchObject({ code: 0, error: '' });
    const run = JSON.parse(started.out) as StrategyRunView;
    expect(run).toMatchObject({
      state: 'running',
      configuration: {
        account: 'robot',
        autonomy: 'auto',
        timeframe: '1m',
        parameters: { fast: 2, slow: 5 },
      },
    });
    expect(engine.strategyRuns.view(run.id).state).toBe('running');

    const listed = await runCli(['strategy', 'runs'], { data });
    expect(listed.out).toMatch(new RegExp(`${run.id} .*robot +SIM:ALPHA +1m +auto +running`));

    const unknown = await runCli(['strategy', 'stop', 'rnone'], { data });
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.error).toContain('unknown strategy run "rnone"');

    const stopped = await runCli(['strategy', 'stop', run.id, '--json'], { data });
    expect(JSON.parse(stopped.out)).toMatchObject({ id: run.id, state: 'stopped' });
    expect(engine.strategyRuns.view(run.id).state).toBe('stopped');

    // The text of a path is the same file as its name, and a file elsewhere is none the engine may read.
    mkdirSync(join(data, 'strategies'), { recursive: true });
    const file = join(data, 'strategies', 'mine.ts');
    writeFileSync(
      file,
      `import { defineStrategy } from 'octopus';\nexport default defineStrategy({ name: 'Mine', onBar() {} });`,
    );
    const own = await runCli(['strategy', 'run', file, ...RUN.slice(3), '--json'], { data });
    expect(own).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(own.out)).toMatchObject({ name: 'Mine', configuration: { strategy: 'mine' } });
    const elsewhere = await runCli(['strategy', 'run', './other.ts', ...RUN.slice(3)], { data });
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.error).toContain('is not in the strategies folder');
  });

  it('begins nothing that would end with the command when no Octopus runs', async () => {
    const { code, error, out } = await runCli(RUN, { data: temporaryFolder() });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain('no Octopus runs in this data folder');
  });
});
