import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import { type Format, printReport } from '../output.ts';
import type { Terminal } from '../terminal.ts';

const DEFAULT_PORT = 4780;
/** Ports tried after the usual one; a port that was asked for is the only one. */
const NEXT_PORTS = 9;
const TOKEN_FILE = 'access-token';

/** `octopus serve`: the engine with its screen and interfaces on a loopback port, until interrupted. */
export function addServeCommand(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('run the engine without the desktop app: screen in a browser, HTTP and WebSocket interfaces')
    .addOption(
      new Option(
        '--port <port>',
        `port on 127.0.0.1 (default: ${DEFAULT_PORT}, or the next free one)`,
      ).argParser(wholeNumberFrom(0, 65_535)),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Ends on Ctrl-C. Scripts send the token of this start, kept in the data folder as ${TOKEN_FILE} until it ends, as: Authorization: Bearer TOKEN
JSON, printed once the port is open: { url, port, dataFolder, tokenFile }.`,
    )
    .action((options: { port?: number; data?: string; format: Format }) => serve(terminal, options));
}

async function serve(
  terminal: Terminal,
  options: { port?: number; data?: string; format: Format },
): Promise<void> {
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const { openEngine, openLog } = await import('#runtime/engine/open-engine');
  const { createNodeProcessHost } = await import('#runtime/processes/node-process-host');
  const { builtScreenFolder } = await import('#runtime/engine/built-screen');
  const { startServer } = await import('#server/start-server');
  const folder = dataFolder({ given: options.data });
  const stopped = stopSignal();
  const log = openLog(folder);
  const { engine, router, serveFeed } = await openEngine({
    dataFolder: folder,
    host: 'server',
    processHost: createNodeProcessHost(),
    log,
  });
  try {
    for (const notice of engine.info.notices) if (notice.severity !== 'info') terminal.note(notice.text);
    const screen = builtScreenFolder();
    if (screen === undefined)
      terminal.note('the screen is not built, so only the interfaces answer; build it with: npm run build');
    const token = randomBytes(32).toString('base64url');
    const server = await startServer({
      port: options.port ?? DEFAULT_PORT,
      nextPorts: options.port === undefined ? NEXT_PORTS : 0,
      staticFolder: screen ?? join(folder, 'no-screen'),
      router,
      context: { client: 'server' },
      openFeed: serveFeed,
      token,
      version: engine.info.version,
      log,
    });
    const tokenFile = join(folder, TOKEN_FILE);
    try {
      await writeToken(tokenFile, token);
      printReport(terminal, options.format, {
        columns: ['what', 'where'],
        rows: [
          ['Screen and interfaces', server.url],
          ['Data folder', folder],
          ['Token for scripts', tokenFile],
        ],
        json: { url: server.url, port: server.port, dataFolder: folder, tokenFile },
        footer: ['Ctrl-C ends it.'],
      });
      await stopped;
    } finally {
      // A token of no server is of no use; another engine cannot have written its own before this one lets go.
      await rm(tokenFile, { force: true });
      await server.close();
    }
  } finally {
    await engine.stop();
  }
}

/** Only its owner may read the token, a file left by an earlier start included. */
async function writeToken(path: string, token: string): Promise<void> {
  await writeFile(path, `${token}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
}

/** Resolves when the process is asked to end. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
