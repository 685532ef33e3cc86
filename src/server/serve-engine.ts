import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '#runtime/open-engine';
import { createNodeProcessHost } from '#runtime/node-process-host';
import { VERSION } from '#runtime/version';
import { startServer } from './start-server.ts';
import { screenFolder } from './screen-folder.ts';

export interface ServeOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly nextPorts?: number;
}

export interface ServedEngine {
  readonly url: string;
  /** File that holds the token for scripts; only its owner may read it. */
  readonly tokenFile: string;
  readonly notices: readonly { readonly severity: string; readonly text: string }[];
  close(): Promise<void>;
}

const TOKEN_FILE = 'api-token';

/** Runs the engine of a data folder in this process and serves it, with its screen, on the loopback address. */
export async function serveEngine(options: ServeOptions): Promise<ServedEngine> {
  const opened = await openEngine({ dataFolder: options.dataFolder, host: 'server', processHost: createNodeProcessHost() });
  const { engine, router } = opened;
  try {
    const token = randomBytes(32).toString('base64url');
    const tokenFile = join(options.dataFolder, TOKEN_FILE);
    if (!engine.info.isReadOnly) writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
    const server = await startServer({
      port: options.port,
      ...(options.nextPorts === undefined ? {} : { nextPorts: options.nextPorts }),
      staticFolder: screenFolder(),
      router,
      context: { client: 'server' },
      openFeed: opened.serveFeed,
      token,
      version: VERSION,
      log: engine.log,
    });
    return {
      url: server.url,
      tokenFile,
      notices: engine.info.notices,
      close: async () => {
        await server.close();
        await engine.stop();
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

