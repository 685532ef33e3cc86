import { join } from 'node:path';
import { createErrorStreamLog, createFileLog } from '#adapters/logs/pino-log';
import type { Channel } from '#contract/rpc/channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { SystemInfo } from '#contract/services/system';
import { openFeedConnection } from '#engine/feed/feed-connection';
import type { Log } from '#engine/ports/log';
import type { ProcessHost } from '#engine/ports/process-host';
import { createRouter, type EngineRouter } from '../services/create-router.ts';
import { createEngine, type Engine } from './create-engine.ts';
import { openDoor } from './engine-door.ts';

/** An engine with its two doors: calls and market data. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly router: EngineRouter;
  /** Answers one client's calls until its channel closes. */
  serveCalls(channel: Channel): void;
  /** Feeds one client until its channel closes. */
  serveFeed(channel: Channel): void;
}

/** Log of a data folder: a file in it, or standard error when the folder cannot be written. */
export function openLog(dataFolder: string): Log {
  try {
    return createFileLog(join(dataFolder, 'logs', 'engine.log'));
  } catch {
    return createErrorStreamLog();
  }
}

/** Opens the engine of a data folder for clients. Throws an OctopusError when another process holds the folder. */
export async function openEngine(options: {
  dataFolder: string;
  host: SystemInfo['host'];
  processHost: ProcessHost;
  log?: Log;
  isSessionWanted?: boolean;
}): Promise<OpenEngine> {
  const log = options.log ?? openLog(options.dataFolder);
  const opened = await createEngine({ ...options, log });
  const router = createRouter(opened);
  const { dataFolder } = options;
  const serve = (channel: Channel): void =>
    serveChannel(router, channel, { client: 'command-line' }, { log });
  const door = opened.info.isReadOnly ? null : await openDoor({ dataFolder, serve, log });
  const engine: Engine = {
    ...opened,
    stop: () => {
      door?.close();
      return opened.stop();
    },
  };
  return {
    engine,
    router,
    serveCalls: (channel) => serveChannel(router, channel, { client: options.host }, { log }),
    serveFeed: (channel) => {
      const { board, series, clock, live } = engine;
      const onPrices = (listener: () => void) => live.addConsumer({ name: 'feed', take: listener });
      openFeedConnection(channel, { board, series, clock, log, onPrices });
    },
  };
}
