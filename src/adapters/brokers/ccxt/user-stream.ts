import { WebSocket } from 'ws';
import type { BrokerPorts } from '#engine/ports/broker';

export interface UserStreamHandlers {
  connecting(attempt: number): void;
  /** Open; what to say on it. Null: it is not to be used after all. */
  greetings(): Promise<readonly string[] | null>;
  message(text: string): void;
  lost(reason: string, retryTime: number): void;
}

const FIRST_BACK_OFF_MS = 500;
const BACK_OFF_MS_MAX = 30_000;
const GREETING_MS = 15_000;
const PING_MS = 15_000;
const BYTES_MAX = 4 * 1024 * 1024;

/** The user's stream of an exchange. Comes back by itself until it is closed; silence for two pings is a loss. */
export class UserStream {
  readonly #ports: BrokerPorts;
  readonly #address: string;
  readonly #handlers: UserStreamHandlers;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #hasHeard = true;
  #isClosed = false;
  #stopTimer: () => void = () => undefined;

  constructor(ports: BrokerPorts, address: string, handlers: UserStreamHandlers) {
    this.#ports = ports;
    this.#address = address;
    this.#handlers = handlers;
    this.#stopTimer = ports.clock.after(0, () => this.#connect());
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  /** It listens: the next loss is a first one again. */
  steady(): void {
    this.#attempt = 0;
    this.#stopTimer();
    this.#stopTimer = this.#ports.clock.every(PING_MS, () => this.#ping());
  }

  /** Gives the connection up and makes another, `waitMs` from now or after back-off. */
  lose(reason: string, waitMs: number | null = null): void {
    if (this.#isClosed) return;
    this.#drop();
    const { clock, random } = this.#ports;
    const backOff = Math.min(BACK_OFF_MS_MAX, FIRST_BACK_OFF_MS * 2 ** Math.max(0, this.#attempt - 1));
    // From half to all of a doubling delay, so that many clients do not come back together.
    const delayMs = waitMs ?? Math.round(backOff * (0.5 + random() / 2));
    this.#stopTimer = clock.after(delayMs, () => this.#connect());
    this.#handlers.lost(reason, clock.now() + delayMs);
  }

  #connect(): void {
    this.#attempt++;
    this.#handlers.connecting(this.#attempt);
    if (this.#isClosed) return;
    const options = { perMessageDeflate: false, maxPayload: BYTES_MAX, followRedirects: false };
    const socket = new WebSocket(this.#address, options);
    this.#socket = socket;
    this.#stopTimer = this.#ports.clock.after(GREETING_MS, () =>
      this.lose('the stream did not begin in time'),
    );
    const isOurs = (): boolean => this.#socket === socket;
    socket.on('open', async () => {
      const greetings = await this.#handlers.greetings();
      if (!isOurs()) return;
      for (const greeting of greetings ?? []) socket.send(greeting);
    });
    socket.on('message', (bytes: Buffer) => {
      if (!isOurs()) return;
      this.#hasHeard = true;
      this.#handlers.message(bytes.toString());
    });
    for (const sign of ['ping', 'pong'] as const)
      socket.on(sign, () => {
        if (isOurs()) this.#hasHeard = true;
      });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      if (isOurs()) this.lose(`the stream answers ${statusCode}`);
    });
    // An error without a listener would end the process, also one of a socket given up.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (isOurs()) this.lose(`the stream could not be reached (${error.code ?? 'no connection'})`);
    });
    socket.on('close', (code) => {
      if (isOurs()) this.lose(`the stream was closed (${code})`);
    });
  }

  #ping(): void {
    if (!this.#hasHeard) {
      this.lose(`the stream was silent for ${(2 * PING_MS) / 1_000} seconds`);
      return;
    }
    this.#hasHeard = false;
    this.#socket?.ping();
  }

  #drop(): void {
    this.#stopTimer();
    this.#stopTimer = () => undefined;
    const socket = this.#socket;
    this.#socket = null;
    this.#hasHeard = true;
    socket?.terminate();
  }
}
