/**
 * Plays a replay flat out in a data folder, beginning it when the folder is fresh and going on with it otherwise, while
 * a worker backtests without end. Prints one line with each worker's process id, and `finished` at the end. Started by
 * the test that kills it: `node replay-until-killed.ts FOLDER`.
 */
import { writeSync } from 'node:fs';
import { createEngine } from '#runtime/engine/create-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { quietLog } from './quiet-log.ts';

const [folder = ''] = process.argv.slice(2);
const engine = await createEngine({
  dataFolder: folder,
  host: 'command-line',
  log: quietLog(),
  processHost: createNodeProcessHost(),
  workers: 1,
  isSessionWanted: false,
});
if (!(await engine.keeper.openLatest())) {
  await engine.collector.importSampleData();
  await engine.keeper.start({
    symbols: ['GOOG', 'AAPL', 'IBM'],
    startDate: Date.UTC(2012, 0, 3),
    endDate: Date.UTC(2012, 8, 28),
    seed: 11,
    daysPerSecond: 0,
  });
}
writeSync(1, 'playing\n');
const data = { symbol: 'GOOG' };
let told: number | null = null;
for (;;) {
  if (engine.orchestrator.queuedTasks < 2)
    engine.orchestrator.submit({ agent: 'ml_models', type: 'train', data, lane: 4 });
  const [worker] = engine.health().workers;
  if (worker?.pid && worker.pid !== told) writeSync(1, `worker ${worker.pid}\n`);
  told = worker?.pid ?? null;
  if (engine.keeper.require().state().state === 'finished') break;
  await new Promise((resolve) => setImmediate(resolve));
}
writeSync(1, 'finished\n');
process.exit(0);
