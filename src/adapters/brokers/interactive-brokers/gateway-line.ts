import { connect, type Socket } from 'node:net';
import type { Clock } from '#engine/ports/clock';

/** The newest message versions that the library reads and writes; TWS takes the lower of this and its own. */
export const SERVER_VERSION_MAX = 193;
/** The oldest that has completed orders, market rules and executions in one form. */
export const SERVER_VERSION_MIN = 164;

/** A longer message is none that TWS sends: the other side is something else. */
const FRAME_BYTES_MAX = 0xff_ff_ff;
const HANDSHAKE_MS = 10_000;

/** Why a line ended. `refused`: nothing listens there. `silent`: taken, but never greeted. */
export type LineEnd = {
  readonly kind: 'refused' | 'unreachable' | 'silent' | 'unfit' | 'lost' | 'closed';
  readonly detail: string;
};

export interface LineHandlers {
  /** The greeting: the message versions both sides speak, and what the clock of TWS shows. */
  greeted(serverVersion: number, serverTime: string): void;
  /** One message, cut into its fields. */
  frame(fields: readonly string[]): void;
  /** Once. */
  ended(end: LineEnd): void;
}

/** One TCP connection to TWS or Gateway: greeting, and messages behind a four-byte length, fields ended by NUL. */
export class GatewayLine {
  readonly #socket: Socket;
  readonly #handlers: LineHandlers;
  readonly #offTimer: () => void;
  #received: Buffer = Buffer.alloc(0);
  #isGreeted = false;
  #hasEnded = false;

  constructor(host: string, port: number, clock: Clock, handlers: LineHandlers) {
    this.#handlers = handlers;
    this.#offTimer = clock.after(HANDSHAKE_MS, () =>
      this.#end({ kind: 'silent', detail: `no greeting within ${HANDSHAKE_MS / 1_000} s` }),
    );
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('connect', () => {
      const versions = Buffer.from(`v${SERVER_VERSION_MIN}..${SERVER_VERSION_MAX}`, 'ascii');
      this.#socket.write(Buffer.concat([Buffer.from('API\0', 'ascii'), lengthOf(versions), versions]));
    });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end({
        kind: error.code === 'ECONNREFUSED' ? 'refused' : this.#isGreeted ? 'lost' : 'unreachable',
        detail: error.code ?? error.message,
      }),
    );
    this.#socket.on('close', () =>
      this.#end(
        this.#isGreeted
          ? { kind: 'lost', detail: 'the other side ended it' }
          : { kind: 'silent', detail: 'the other side ended it before its greeting' },
      ),
    );
  }

  /** Gives whole frames to the network; false when the line has ended, and then nothing was sent. */
  send(frames: readonly Buffer[]): boolean {
    if (this.#hasEnded || !this.#socket.writable) return false;
    this.#socket.write(Buffer.concat(frames));
    return true;
  }

  /** Whether the process goes on for the sake of this line; it does until told otherwise. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.#end({ kind: 'closed', detail: 'closed here' });
  }

  #take(part: Buffer): void {
    this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    while (!this.#hasEnded && this.#received.length >= 4) {
      const length = this.#received.readUInt32BE(0);
      if (length === 0 || length > FRAME_BYTES_MAX) {
        this.#end({ kind: 'unfit', detail: `a message of ${length} bytes; this is not TWS or Gateway` });
        return;
      }
      if (this.#received.length < 4 + length) return;
      const text = this.#received.toString('utf8', 4, 4 + length);
      this.#received = this.#received.subarray(4 + length);
      const fields = text.split('\0');
      if (fields.at(-1) === '') fields.pop();
      if (this.#isGreeted) this.#handlers.frame(fields);
      else this.#greet(fields);
    }
  }

  #greet([versionText = '', serverTime = '']: readonly string[]): void {
    const version = Number(versionText);
    if (!Number.isInteger(version) || version < SERVER_VERSION_MIN || version > SERVER_VERSION_MAX) {
      const detail = `it speaks version "${versionText}", ${SERVER_VERSION_MIN} to ${SERVER_VERSION_MAX} are known`;
      this.#end({ kind: 'unfit', detail });
      return;
    }
    this.#isGreeted = true;
    this.#offTimer();
    this.#handlers.greeted(version, serverTime);
  }

  #end(end: LineEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#offTimer();
    this.#socket.destroy();
    this.#handlers.ended(end);
  }
}

/** Four bytes, most significant first. */
export function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return length;
}
