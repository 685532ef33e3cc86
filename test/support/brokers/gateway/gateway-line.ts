import { createServer, type Server, type Socket } from 'node:net';
import { newYorkClock } from './gateway-frames.ts';
import { wireFrame } from './gateway-wire.ts';

/** A connection to the double. */
export interface GatewaySession {
  readonly socket: Socket;
  received: Buffer;
  /** Null until its client has said its number. */
  clientId: number | null;
}

export interface GatewayLineOptions {
  readonly now: () => number;
  /** The newest version of messages that it knows. */
  readonly version: number;
  /** False: what the session says is left unread. */
  readonly isListening: (session: GatewaySession) => boolean;
  /** A message of a session that has been greeted, as fields. */
  readonly hear: (session: GatewaySession, fields: string[]) => void;
}

/** Takes connections, greets them as TWS does, and cuts what they say into messages. */
export class GatewayLine {
  readonly sessions = new Set<GatewaySession>();
  readonly #options: GatewayLineOptions;
  #server: Server | null = null;
  #port = 0;

  constructor(options: GatewayLineOptions) {
    this.#options = options;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Takes connections, at the same port each time. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    this.#port = address.port;
    this.#server = server;
  }

  close(): void {
    this.#server?.close();
    this.#server = null;
    this.cut();
  }

  /** Ends every connection, and takes new ones. */
  cut(): void {
    for (const { socket } of this.sessions) socket.destroy();
    this.sessions.clear();
  }

  toClient(clientId: number, frame: Buffer): void {
    for (const session of this.sessions) if (session.clientId === clientId) session.socket.write(frame);
  }

  toAll(frame: Buffer): void {
    for (const { socket } of this.sessions) socket.write(frame);
  }

  #connected(socket: Socket): void {
    const session: GatewaySession = { socket, received: Buffer.alloc(0), clientId: null };
    this.sessions.add(session);
    let isGreeted = false;
    socket.on('error', () => this.sessions.delete(session));
    socket.on('close', () => this.sessions.delete(session));
    socket.on('data', (part) => {
      session.received = Buffer.concat([session.received, part]);
      if (!this.#options.isListening(session)) return;
      if (!isGreeted) {
        if (session.received.length < 8) return;
        const length = session.received.readInt32BE(4);
        if (session.received.length < 8 + length) return;
        const hello = session.received.toString('ascii', 0, 8 + length);
        session.received = session.received.subarray(8 + length);
        isGreeted = true;
        const [, oldest = '', newest = ''] = /^API\0.{4}v(\d+)\.\.(\d+)$/s.exec(hello) ?? [];
        const version = Math.min(this.#options.version, Number(newest));
        if (!oldest || version < Number(oldest)) {
          socket.destroy();
          return;
        }
        socket.write(wireFrame([version, `${newYorkClock(this.#options.now())} EST`]));
      }
      this.#read(session);
    });
  }

  #read(session: GatewaySession): void {
    while (session.received.length >= 4 && this.sessions.has(session)) {
      const length = session.received.readInt32BE(0);
      if (session.received.length < 4 + length) return;
      const fields = session.received
        .toString('utf8', 4, 4 + length)
        .split('\0')
        .slice(0, -1);
      session.received = session.received.subarray(4 + length);
      this.#options.hear(session, fields);
    }
  }
}
