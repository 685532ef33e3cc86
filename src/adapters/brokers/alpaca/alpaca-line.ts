import { WebSocket } from 'ws';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type { BrokerPorts } from '#engine/ports/broker';

export interface AlpacaLineHandlers {
  connecting(attempt: number): void;
  /** Logged in and listening, for the first time or again. */
  opened(): void;
  /** The data of one update of an order. */
  update(data: Readonly<Record<string, unknown>>): void;
  unreadable(raw: string, reason: string): void;
  lost(reason: string, retryTime: number): void;
  /** The keys are not taken; it does not try again. */
  refused(reason: string): void;
}

const FIRST_BACK_OFF_MS = 500;
const BACK_OFF_MS_MAX = 30_000;
const LOGIN_MS = 10_000;
const PING_MS = 10_000;
const BYTES_MAX = 1024 * 1024;

/**
 * The stream of trade_updates (docs.alpaca.markets/docs/websocket-streaming): JSON in text frames, or in binary ones as
 * the paper environment sends them. Comes back by itself until it is closed or refused.
 */
export class AlpacaLine {
  readonly #ports: BrokerPorts;
  readonly #address: string;
  readonly #handlers: AlpacaLineHandlers;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #isListening = false;
  #hasHeard = true;
  #isClosed = false;
  #stopTimer: () => void = () => undefined;

  constructor(ports: BrokerPorts, address: string, handlers: AlpacaLineHandlers) {
    this.#ports = ports;
    this.#address = address;
    this.#handlers = handlers;
    this.#stopTimer = ports.clock.after(0, () => this.#connect());
  }

  /** Whether it is connected and listening. */
  get isOpen(): boolean {
    return this.#isListening;
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  /** What it brought was of use: the next loss is a first one again. */
  steady(): void {
    this.#attempt = 0;
  }

  /** Gives the connection up and makes another, `waitMs` from now or after back-off. */
  lose(reason: string, waitMs: number | null = null): void {
    if (this.#isClosed) return;
    this.#drop();
    const { clock, random } = this.#ports;
    const backOff = Math.min(BACK_OFF_MS_MAX, FIRST_BACK_OFF_MS * 2 ** Math.max(0, this.#attempt - 1));
    // From half to all of a doubling delay, so that many clients do not come back together.
    const delayMs = waitMs ?? backOff * (0.5 + random() / 2);
    this.#stopTimer = clock.after(delayMs, () => this.#connect());
    this.#handlers.lost(reason, clock.now() + delayMs);
  }

  #connect(): void {
    this.#attempt++;
    this.#handlers.connecting(this.#attempt);
    if (this.#isClosed) return;
    const socket = new WebSocket(this.#address, {
      perMessageDeflate: false,
      maxPayload: BYTES_MAX,
      followRedirects: false,
    });
    this.#socket = socket;
    this.#stopTimer = this.#ports.clock.after(LOGIN_MS, () =>
      this.lose(`no login within ${LOGIN_MS / 1_000} seconds`),
    );
    const ifOurs = (act: () => void) => () => {
      if (this.#socket === socket) act();
    };
    socket.on(
      'open',
      ifOurs(() => this.#login()),
    );
    socket.on('message', (bytes: Buffer) => {
      if (this.#socket === socket) this.#read(bytes.toString());
    });
    socket.on(
      'pong',
      ifOurs(() => {
        this.#hasHeard = true;
      }),
    );
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      if (this.#socket !== socket) return;
      if (statusCode === 401 || statusCode === 403) this.#refuse(`the stream answers ${statusCode}`);
      else this.lose(`the stream answers ${statusCode}`);
    });
    // An error without a listener would end the process, also one of a socket given up.
    socket.on('error', (error) => {
      if (this.#socket === socket) this.lose(`the stream could not be reached (${codeOf(error)})`);
    });
    socket.on('close', (code) => {
      if (this.#socket === socket) this.lose(`the stream was closed (${code})`);
    });
  }

  #login(): void {
    const { keyId = '', secretKey = '' } = this.#ports.fields;
    this.#send({ action: 'authenticate', data: { key_id: keyId, secret_key: secretKey } });
  }

  #read(text: string): void {
    this.#hasHeard = true;
    const frame = objectOf(parsed(text));
    const data = objectOf(frame?.['data']);
    switch (data && textOf(frame?.['stream'])) {
      case 'authorization':
        if (data?.['status'] === 'authorized')
          this.#send({ action: 'listen', data: { streams: ['trade_updates'] } });
        else this.#refuse('the stream does not take the keys');
        return;
      case 'listening':
        if (!listOf(data?.['streams'])?.includes('trade_updates')) {
          this.lose('the stream does not offer trade_updates');
          return;
        }
        this.#stopTimer();
        this.#stopTimer = this.#ports.clock.every(PING_MS, () => this.#ping());
        this.#isListening = true;
        this.#handlers.opened();
        return;
      case 'trade_updates':
        this.#handlers.update(data!);
        return;
      default:
        this.#handlers.unreadable(text, 'a message of the stream is of no documented form');
    }
  }

  /** Nothing since the last ping, not even its answer: taken for dead. */
  #ping(): void {
    if (!this.#hasHeard) {
      this.lose(`the stream was silent for ${(2 * PING_MS) / 1_000} seconds`);
      return;
    }
    this.#hasHeard = false;
    this.#socket?.ping();
  }

  #refuse(reason: string): void {
    this.close();
    this.#handlers.refused(reason);
  }

  #send(frame: Readonly<Record<string, unknown>>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #drop(): void {
    this.#stopTimer();
    this.#stopTimer = () => undefined;
    const socket = this.#socket;
    this.#socket = null;
    this.#isListening = false;
    this.#hasHeard = true;
    socket?.terminate();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : 'no connection';
}
