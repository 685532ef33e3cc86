import { onTestFinished } from 'vitest';
import type { ReplaySession } from '#engine/session/replay-session';
import { createEngine, type Engine, type EngineOptions } from '#runtime/engine/create-engine';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { runWorker } from '#runtime/processes/run-worker';
import { quietLog } from './quiet-log.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Dates as the bars label them. */
export const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** A real engine on a real store with workers in this process; no session is open. Stopped when the test ends. */
export async function openTestEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const dataFolder = options.dataFolder ?? temporaryFolder();
  const engine = await createEngine({
    dataFolder,
    host: 'command-line',
    log: quietLog(),
    processHost: createInProcessHost(runWorker),
    isSessionWanted: false,
    ...options,
  });
  onTestFinished(() => engine.stop());
  return engine;
}

/** The same with the bundled series imported. */
export async function openSampleEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await openTestEngine(options);
  await engine.collector.importSampleData();
  return engine;
}

/** Waits until a session has played to its end. */
export async function finished(session: ReplaySession): Promise<void> {
  while (session.state().state !== 'finished') {
    if (session.isClosed) throw new Error('the session was closed before its end');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Six weeks of two shares: enough for a few orders, a fraction of a second flat out. */
export const SHORT_REPLAY = {
  symbols: ['GOOG', 'AAPL'],
  startDate: day('2012-01-17'),
  endDate: day('2012-02-28'),
  seed: 7,
  daysPerSecond: 0,
} as const;
