import { connectEngine, type EngineClient } from '#contract/rpc/connect-channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { Log } from '#engine/ports/log';
import { createNodeProcessHost } from '../processes/node-process-host.ts';
import { createRouter } from '../services/create-router.ts';
import { createEngine, type Engine } from './create-engine.ts';
import { enterDoor } from './engine-door.ts';

/** The engine of a data folder as a command calls it. */
export interface OpenEngineClient {
  readonly client: EngineClient;
  /** Whether it is that of an Octopus that runs already; otherwise it was opened for the command. */
  readonly isRunning: boolean;
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** How long the accounts of an engine opened for one command are waited for, ms. */
const SETTLE_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/**
 * Calls the Octopus that works in the folder, or opens the folder itself when none does: with its accounts, and with its
 * session standing still.
 */
export async function openEngineClient(dataFolder: string, log: Log): Promise<OpenEngineClient> {
  const line = await enterDoor(dataFolder);
  if (line) {
    const client = connectEngine(line);
    return { client, isRunning: true, notices: [], close: async () => line.close() };
  }
  const engine = await createEngine({
    dataFolder,
    host: 'command-line',
    log,
    processHost: createNodeProcessHost(),
    isSessionWanted: false,
  });
  try {
    await engine.keeper.openLatest({ isStanding: true });
    if (!engine.stores.isReadOnly) engine.accounts.restore();
    await settled(engine);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  const [near, far] = createMemoryChannelPair();
  serveChannel(createRouter(engine), far, { client: 'command-line' }, { log });
  return {
    client: connectEngine(near),
    isRunning: false,
    notices: engine.info.notices.flatMap(({ severity, text }) => (severity === 'info' ? [] : [text])),
    async close() {
      near.close();
      await engine.stop();
    },
  };
}

/** Until each account at a broker has been compared with it, or cannot be for now. */
async function settled({ accounts, clock }: Engine): Promise<void> {
  const deadline = clock.monotonic() + SETTLE_LIMIT_MS;
  const isUnderWay = (): boolean => {
    accounts.refresh();
    return accounts.views.items().some(({ connection, reconciliation }) => {
      if (connection === null) return false;
      return connection.kind === 'connecting' || (connection.kind === 'ready' && reconciliation === null);
    });
  };
  while (isUnderWay() && clock.monotonic() < deadline) await clock.sleep(LOOK_EVERY_MS);
}
