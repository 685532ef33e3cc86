import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '#contract/rpc/channel';
import { createInbox } from '#contract/rpc/inbox';
import type { Log } from '#engine/ports/log';

const TOKEN_FILE = 'door-token';
/** Longest path a Unix socket may have, on the platform that takes the least. */
const PATH_LENGTH_MAX = 100;
const LINE_LENGTH_MAX = 32 * 1024 * 1024;
/** A caller that has not shown its token by then is sent away. */
const ENTRY_LIMIT_MS = 2_000;

/** Where commands of the same user find the engine of a data folder: a Unix socket, or a pipe of Windows. */
function doorAddress(dataFolder: string): string {
  const digest = createHash('sha256').update(dataFolder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\octopus-${digest}`;
  const inside = join(dataFolder, 'octopus.sock');
  return inside.length <= PATH_LENGTH_MAX ? inside : join(tmpdir(), `octopus-${digest}.sock`);
}

/**
 * Lets commands on this machine call the engine while it runs. Who enters has to know the token, which only the owner of
 * the data folder can read. A door that cannot be opened is logged: the engine runs without it.
 */
export async function openDoor({
  dataFolder,
  serve,
  log,
}: {
  readonly dataFolder: string;
  readonly serve: (channel: Channel) => void;
  readonly log: Log;
}): Promise<{ close(): void }> {
  const address = doorAddress(dataFolder);
  const tokenFile = join(dataFolder, TOKEN_FILE);
  const isFile = process.platform !== 'win32';
  const token = randomBytes(32).toString('base64url');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    admit(socket, token, serve);
  });
  try {
    // Left by an engine that was killed: the folder is ours now, and nobody listens there any more.
    if (isFile) rmSync(address, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    if (isFile) chmodSync(address, 0o600);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    chmodSync(tokenFile, 0o600);
  } catch (error) {
    log.warn('commands cannot reach this engine while it runs', { address, error: String(error) });
  }
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(tokenFile, { force: true });
    },
  };
}

/** The line to the engine that works in a data folder, or null when none does. */
export async function enterDoor(dataFolder: string): Promise<Channel | null> {
  let token: string;
  try {
    token = readFileSync(join(dataFolder, TOKEN_FILE), 'utf8');
  } catch {
    return null;
  }
  const socket = connect(doorAddress(dataFolder));
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!isOpen) return null;
  socket.write(`${token}\n`);
  const channel = lineChannel(socket);
  readLines(socket, (line) => channel.deliver(line));
  return channel;
}

function admit(socket: Socket, token: string, serve: (channel: Channel) => void): void {
  const entry = setTimeout(() => socket.destroy(), ENTRY_LIMIT_MS);
  let channel: ReturnType<typeof lineChannel> | undefined;
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(entry));
  readLines(socket, (line) => {
    if (channel) {
      channel.deliver(line);
      return;
    }
    clearTimeout(entry);
    if (!isSame(line, token)) {
      socket.destroy();
      return;
    }
    channel = lineChannel(socket);
    serve(channel);
  });
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}

/** Messages are JSON without line breaks: one a line. */
function lineChannel(socket: Socket): Channel & { deliver(line: string): void } {
  const inbox = createInbox();
  socket.on('close', inbox.end);
  socket.on('error', inbox.end);
  return {
    post(message) {
      if (!inbox.isEnded && typeof message === 'string') socket.write(`${message}\n`);
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    deliver: inbox.deliver,
    close() {
      if (inbox.isEnded) return;
      inbox.discard();
      socket.end();
    },
  };
}

function readLines(socket: Socket, take: (line: string) => void): void {
  let begun = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    if (begun.length > LINE_LENGTH_MAX) socket.destroy();
    for (const line of lines) take(line);
  });
}
