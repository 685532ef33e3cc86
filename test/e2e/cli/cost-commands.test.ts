import { expect, test } from 'vitest';
import type { ExecutionCostReport } from '#contract/services/execution-costs';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';
import { finished, openSampleEngine, openTestEngine, SHORT_REPLAY } from '#test/support/test-engine';

// Would catch: figures on the command line that differ from those on the screen, and a pause that is not kept.
test('costs and algorithms of a folder are told and steered from the command line', async () => {
  const data = temporaryFolder();
  const engine = await openSampleEngine({ dataFolder: data });
  const session = await engine.keeper.start(SHORT_REPLAY);
  await finished(session);
  const report = await engine.costs.executionCosts({ limit: 200 });
  engine.accounts.openPaper('desk', '100000', 'USD');
  const { id } = await engine.algorithms.start({
    account: 'desk',
    kind: 'twap',
    symbol: 'AAPL',
    side: 'buy',
    quantity: '10',
    slices: 2,
    startTime: engine.clock.now() + 3_600_000,
    durationMs: 60_000,
    nonce: 'later',
  });
  await engine.stop();

  const costs = await runCli(['costs', '--json'], { data });
  expect(costs.error).toBe('');
  const reports = JSON.parse(costs.out) as ExecutionCostReport[];
  expect(reports.map(({ account }) => account)).toEqual([session.account, 'desk']);
  expect(reports[0]?.summary).toEqual(report.summary);
  expect((await runCli(['costs'], { data })).out).toContain(
    `${report.summary.measured} of ${report.summary.orders} measured`,
  );
  expect(JSON.parse((await runCli(['costs', '--fit', '--json'], { data })).out)).toMatchObject([
    { fills: 0 },
    { account: 'desk', fills: 0 },
  ]);

  const paused = await runCli(['algorithms', 'pause', id, '--json'], { data });
  expect(JSON.parse(paused.out)).toMatchObject([{ id, state: 'paused' }]);
  const listed = await runCli(['algorithms', '--json', '--account', 'desk'], { data });
  expect(JSON.parse(listed.out)).toMatchObject([{ id, state: 'paused', childrenSent: 0 }]);
  const unknown = await runCli(['algorithms', 'cancel', 'nobody'], { data });
  expect([unknown.code, unknown.error]).toEqual([1, expect.stringContaining('no algorithm nobody')]);
}, 120_000);

// Would catch: costs that can only be asked for while a replay is open.
test('costs are told without a replay', async () => {
  const data = temporaryFolder();
  const engine = await openTestEngine({ dataFolder: data });
  engine.accounts.openPaper('desk', '100000', 'USD');
  await engine.stop();
  const costs = await runCli(['costs', '--json'], { data });
  expect([costs.error, JSON.parse(costs.out)]).toMatchObject(['', [{ account: 'desk', orders: [] }]]);
}, 60_000);
