import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { firstWords, redact } from '#domain/values/redact';
import { retryAfterMs } from '#domain/values/retry-after';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { SocketHandlers, SocketLine } from '#engine/ports/socket-client';
import { LineTime } from './line-time.ts';

export interface LastingLineOptions {
  readonly provider: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly userAgent: string;
  /** With its secrets in it; shown to nobody. */
  readonly address: string;
  readonly secrets: readonly string[];
  readonly idleMs: number;
  readonly handshakeMs: number;
  readonly bytesMax: number;
}

const FIRST_BACK_OFF_MS = 500;
const BACK_OFF_MS_MAX = 30_000;
/** A connection that lasted this long was a good one: the next attempt is a first again. */
const STEADY_MS = 30_000;
/** A timer for longer than 24.8 days would fire at once. */
const WAIT_MS_MAX = 86_400_000;
/** The vendor does not want us: wrong key, no right, no service here. */
const REFUSALS = [401, 403, 451];
/** Too many connections; Binance answers 418 to who goes on after a 429. */
const BUSY = [429, 418];
const NORMAL_CLOSURE = 1_000;

/** One connection, made again after each loss until it is refused or closed. */
export class LastingLine implements SocketLine {
  readonly #options: LastingLineOptions;
  readonly #handlers: SocketHandlers;
  readonly #time: LineTime;
  /** The attempt or connection of now; what an earlier one still says is not heard. */
  #socket: WebSocket | null = null;
  #isOpen = false;
  #isClosed = false;
  #attempt = 0;
  #openedAt = 0;
  /** When the bytes came that are read now. */
  #readTime = 0;
  #hasHeard = false;
  #hasAsked = false;
  #stopTimer: () => void = () => undefined;

  constructor(options: LastingLineOptions, handlers: SocketHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#time = new LineTime(options.clock);
    // Not at once: who connects wants the line in hand before it speaks.
    this.#stopTimer = options.clock.after(0, () => this.#connect());
  }

  send(text: string): boolean {
    if (!this.#isOpen || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  reconnect(reason: string): void {
    if (this.#isClosed || !this.#isOpen) return;
    this.#lose(reason, this.#wasSteady() ? 0 : null);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#drop();
  }

  #connect(): void {
    const { clock, address, userAgent, bytesMax, handshakeMs } = this.#options;
    this.#attempt++;
    this.#handlers.connecting?.(this.#attempt);
    if (this.#isClosed) return;
    const socket = new WebSocket(address, {
      headers: { 'user-agent': userAgent },
      perMessageDeflate: false,
      maxPayload: bytesMax,
      // Readers take bytes, and must bear any.
      skipUTF8Validation: true,
      followRedirects: false,
    });
    this.#socket = socket;
    this.#stopTimer = clock.after(handshakeMs, () =>
      this.#lose(`no connection within ${handshakeMs / 1_000} seconds`),
    );
    const isOurs = (): boolean => this.#socket === socket;
    socket.on('open', () => {
      if (isOurs()) this.#opened();
    });
    // One look at the clock for all messages of one read: this hears of the bytes before `ws` does.
    socket.on('upgrade', ({ socket: wire }) => {
      wire.on('data', () => {
        if (!isOurs()) return;
        this.#readTime = this.#time.now();
        this.#hasHeard = true;
      });
    });
    const handlers = this.#handlers;
    socket.on('message', (data: Buffer) => {
      if (this.#socket === socket) handlers.message(data, this.#readTime);
    });
    socket.on('unexpected-response', (_request: unknown, answer: IncomingMessage) => {
      if (isOurs()) this.#refused(answer);
    });
    // An error without a listener would end the process, also one of a socket given up.
    socket.on('error', (error) => {
      if (isOurs()) this.#lose(sentenceOf(error, this.#options.bytesMax));
    });
    socket.on('close', (code, reason) => {
      const words = firstWords(reason.toString());
      if (isOurs()) this.#lose(`it closed the connection (${words === '' ? code : `${code}: ${words}`})`);
    });
  }

  #opened(): void {
    const { clock, idleMs } = this.#options;
    this.#stopTimer();
    this.#time.anchor();
    this.#readTime = this.#time.now();
    this.#isOpen = true;
    this.#openedAt = clock.monotonic();
    this.#hasHeard = true;
    this.#stopTimer = clock.every(idleMs / 2, () => this.#listen());
    this.#handlers.opened();
  }

  /** Silent for half the time allowed: asked whether it is there. Silent still: taken for dead. */
  #listen(): void {
    this.#time.anchor();
    if (this.#hasHeard) {
      this.#hasHeard = false;
      this.#hasAsked = false;
    } else if (this.#hasAsked) {
      this.#lose(`nothing was heard for ${this.#options.idleMs / 1_000} seconds`);
    } else {
      this.#hasAsked = true;
      if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.ping();
    }
  }

  #refused(answer: IncomingMessage): void {
    const status = answer.statusCode ?? 0;
    if (REFUSALS.includes(status)) {
      const advice = status === 451 ? 'use another provider' : 'check the key and what its plan includes';
      this.#end(`it refuses the connection with ${status}; ${advice}`);
      return;
    }
    const { clock } = this.#options;
    const asked = BUSY.includes(status)
      ? retryAfterMs(answer.headers['retry-after'] ?? null, clock.now())
      : null;
    this.#lose(`it answers ${status} instead of connecting`, null, asked ?? 0);
  }

  /** Gives the connection up and makes another: after `waitMs`, or after back-off but not before `waitMsMin`. */
  #lose(reason: string, waitMs: number | null = null, waitMsMin = 0): void {
    const { clock, random, log, provider } = this.#options;
    if (this.#wasSteady()) this.#attempt = 0;
    this.#drop();
    // From half to all of a doubling delay, so that many clients do not come back together.
    const tries = Math.max(0, this.#attempt - 1);
    const backOff = Math.min(BACK_OFF_MS_MAX, FIRST_BACK_OFF_MS * 2 ** tries) * (0.5 + random() / 2);
    const delayMs = Math.min(WAIT_MS_MAX, waitMs ?? Math.max(backOff, waitMsMin));
    const told = this.#tell(reason);
    log.info('a stream lost its connection', { provider, reason: told, delayMs });
    this.#stopTimer = clock.after(delayMs, () => this.#connect());
    this.#handlers.lost(told, clock.now() + delayMs);
  }

  #end(reason: string): void {
    this.#isClosed = true;
    this.#drop();
    const told = this.#tell(reason);
    this.#options.log.warn('a stream was refused', { provider: this.#options.provider, reason: told });
    this.#handlers.lost(told, null);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#stopTimer();
    this.#stopTimer = () => undefined;
    this.#socket = null;
    this.#isOpen = false;
    this.#hasAsked = false;
    if (socket?.readyState === WebSocket.OPEN) socket.close(NORMAL_CLOSURE);
    // The farewell is on its way; nobody waits for an answer.
    socket?.terminate();
  }

  #wasSteady(): boolean {
    return this.#isOpen && this.#options.clock.monotonic() - this.#openedAt >= STEADY_MS;
  }

  #tell(reason: string): string {
    return `${this.#options.provider}: ${redact(reason, this.#options.secrets)}`;
  }
}

/** What went wrong, without the address, as that may hold a key. */
function sentenceOf(error: Error, bytesMax: number): string {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return `a message is longer than ${bytesMax} bytes`;
  if (code.startsWith('WS_ERR')) return `it does not keep to the protocol (${code})`;
  return code === '' ? 'it could not be reached' : `it could not be reached (${code})`;
}
