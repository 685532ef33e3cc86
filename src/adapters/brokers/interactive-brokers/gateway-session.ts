import type { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';
import type { BrokerState } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { ConnectionSettings } from './connection-settings.ts';
import { frameOf, type GatewayCodec, type GatewayMessage, loadGatewayCodec } from './gateway-codec.ts';
import { GatewayLine, type LineEnd } from './gateway-line.ts';
import { gatewayOffset } from './gateway-time.ts';
import { lostReason } from './lost-reason.ts';
import { MessagePacer } from './message-pacer.ts';
import { lineNotice } from './notice-meaning.ts';
import { nextDowntime, restartWindow } from './restart-window.ts';

const START_API = 71;
const START_API_VERSION = 2;
const SESSION_MS = 10_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;
/** A restart of TWS by itself takes less; then a person is asked. */
const PATIENCE_MS = 180_000;

export interface SessionOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly settings: ConnectionSettings;
  readonly onState: (state: BrokerState) => void;
  readonly onMessage: (message: GatewayMessage, fields: readonly string[]) => void;
  /** Catches up with what was missed; the session is ready when it resolves. */
  readonly onOpen: () => Promise<void>;
  /** Everything that was sent over the line and not answered is now uncertain. */
  readonly onLost: (reason: string) => void;
}

/** One lasting connection to TWS or Gateway: finds it, logs on to its session, waits for it when it is away. */
export class GatewaySession {
  readonly #options: SessionOptions;
  readonly #pacer: MessagePacer;
  #codec: GatewayCodec | null = null;
  #line: GatewayLine | null = null;
  #version = 0;
  #offsetMs = 0;
  #nextOrderId: number | null = null;
  #accounts: readonly string[] | null = null;
  #attempt = 0;
  #state: BrokerState['kind'] = 'connecting';
  /** Since when there is no session; null while there is one. */
  #lostTime: number | null = null;
  #wasReady = false;
  #isClosed = false;
  #refusal: { readonly reason: string; readonly isPassing: boolean } | null = null;
  #lastNeed: string | null = null;
  #opening = 0;
  #offRetry: (() => void) | null = null;
  #offDowntime: (() => void) | null = null;
  #offSession: (() => void) | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#pacer = new MessagePacer(options.clock, (frames) => this.#line?.send(frames) ?? false);
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }
  get state(): BrokerState['kind'] {
    return this.#state;
  }
  /** Milliseconds the clock of TWS is ahead of UTC. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The number of the next order. */
  takeOrderId(): number {
    const id = this.#nextOrderId ?? 1;
    this.#nextOrderId = id + 1;
    return id;
  }

  /** Numbers up to this one are in use. */
  noteOrderId(orderId: number): void {
    if (this.#nextOrderId !== null && orderId >= this.#nextOrderId) this.#nextOrderId = orderId + 1;
  }

  connect(): void {
    if (this.#isClosed) return;
    this.#attempt++;
    this.#refusal = null;
    this.#nextOrderId = null;
    this.#accounts = null;
    if (this.#state !== 'needs-login') this.#tell({ kind: 'connecting', attempt: this.#attempt });
    if (this.#codec) this.#dial(this.#codec);
    else
      loadGatewayCodec().then(
        (codec) => this.#dial(codec),
        (error: unknown) => this.#unloaded(error),
      );
  }

  /**
   * Sends one message in its turn, once. Throws a BrokerError when this TWS does not know such a message; nothing is
   * sent then.
   */
  send(write: (encoder: Encoder) => void, onSent: () => void, onDropped: (reason: string) => void): void {
    if (this.#version === 0 || this.#codec === null) {
      onDropped('there is no session with TWS');
      return;
    }
    this.#pacer.push({ frames: this.#codec.encode(this.#version, write), onSent, onDropped });
  }

  /** Makes the line anew: this one no longer answers. */
  drop(): void {
    this.#line?.close();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#offRetry?.();
    this.#offDowntime?.();
    this.#offSession?.();
    this.#line?.close();
    this.#pacer.dropAll('the connection was closed');
    this.#tell({ kind: 'closed', reason: 'closed here' });
  }

  #dial(codec: GatewayCodec): void {
    this.#codec = codec;
    if (this.#isClosed) return;
    const { clock, settings } = this.#options;
    this.#line = new GatewayLine(settings.host, settings.port, clock, {
      greeted: (version, serverTime) => this.#greeted(version, serverTime),
      frame: (fields) => this.#frame(codec, fields),
      ended: (end) => this.#ended(end),
    });
  }

  #unloaded(error: unknown): void {
    this.#options.log.error('the library for TWS could not be loaded', { reason: String(error) });
    const reason = 'the library for TWS could not be loaded; install Octopus anew';
    if (!this.#isClosed) this.#tell({ kind: 'needs-login', reason });
  }

  #greeted(version: number, serverTime: string): void {
    const { clock, settings } = this.#options;
    this.#version = version;
    this.#offsetMs = gatewayOffset(serverTime, clock.now());
    this.#offSession = clock.after(SESSION_MS, () => {
      const reason = `TWS took the connection but started no session within ${SESSION_MS / 1_000} s: log in, and confirm the incoming connection if TWS asks`;
      this.#refuse(reason, true);
    });
    // The library keeps this message in its own socket, which is not used here.
    const frames = [frameOf([START_API, START_API_VERSION, settings.clientId, ''])];
    this.#pacer.push({ frames, onSent: () => undefined, onDropped: () => undefined });
  }

  #frame(codec: GatewayCodec, fields: readonly string[]): void {
    for (const message of codec.decode(this.#version, fields)) {
      if (this.#isClosed) return;
      switch (message.kind) {
        case 'next-order-id':
          this.#nextOrderId = Math.max(message.orderId, this.#nextOrderId ?? 0);
          this.#begin();
          break;
        case 'accounts':
          this.#accounts = message.accounts;
          this.#begin();
          break;
        case 'notice':
          if (message.id !== -1) this.#options.onMessage(message, fields);
          if (message.id === -1 || lineNotice(message.code, message.text) === 'read-only')
            this.#notice(message.code, message.text);
          break;
        default:
          this.#options.onMessage(message, fields);
      }
    }
  }

  /** The session stands when TWS has told its numbers and its accounts. */
  #begin(): void {
    if (this.#nextOrderId === null || this.#accounts === null || this.#offSession === null) return;
    this.#offSession();
    this.#offSession = null;
    const fault = this.#options.settings.choose(this.#accounts);
    if (fault !== null) this.#refuse(fault);
    else this.#open();
  }

  #open(): void {
    const opening = ++this.#opening;
    this.#options.onOpen().then(
      () => {
        if (opening !== this.#opening || this.#isClosed) return;
        this.#attempt = 0;
        this.#wasReady = true;
        this.#lostTime = null;
        const sinceTime = this.#options.clock.now();
        const { host, port } = this.#options.settings;
        this.#tellReady(sinceTime, `${host}:${port}, version ${this.#version}`);
      },
      (error: unknown) => {
        if (opening !== this.#opening || this.#isClosed) return;
        this.#options.log.warn('TWS did not tell how things stand; the line is made anew', {
          reason: String(error),
        });
        this.#line?.close();
      },
    );
  }

  #notice(code: number, text: string): void {
    switch (lineNotice(code, text)) {
      case 'servers-lost':
        this.#opening++;
        this.#tellWaiting(
          `TWS lost its connection to the servers of Interactive Brokers (${code})`,
          RETRY_MS_MAX,
        );
        break;
      case 'servers-back':
        this.#open();
        break;
      case 'too-fast':
        this.#options.log.warn('TWS complained of the pace; it is asked less often for a minute', { text });
        this.#pacer.slowDown();
        break;
      case 'client-id-taken':
        this.#refuse(
          `another program uses client ${this.#options.settings.clientId} of this TWS; close it or choose another number`,
        );
        break;
      case 'read-only':
        this.#refuse('TWS is set to Read-Only API; switch that off under API, Settings, and reconnect');
        break;
      case 'news':
        this.#options.log.info(`TWS: ${text} (${code})`);
    }
  }

  /** A person has to change something; until then it is tried now and then. `isPassing`: a restart looks the same. */
  #refuse(reason: string, isPassing = false): void {
    this.#refusal = { reason, isPassing };
    this.#line?.close();
  }

  #ended(end: LineEnd): void {
    this.#line = null;
    this.#version = 0;
    this.#opening++;
    this.#offSession?.();
    this.#offSession = null;
    if (this.#isClosed) return;
    const { clock, random, onLost } = this.#options;
    const reason = this.#refusal?.reason ?? lostReason(end, this.#options.settings);
    const now = clock.now();
    // What is down by plan is given the same time after it as a line that was lost.
    this.#lostTime = this.#window() ? now : (this.#lostTime ?? now);
    const base = RETRY_MS_MIN * 2 ** Math.min(this.#attempt, 10);
    const delay = Math.min(RETRY_MS_MAX, Math.round(base * (0.75 + random() / 2)));
    const isPatient = this.#wasReady && now - this.#lostTime < PATIENCE_MS;
    const isRestart = isPatient || this.#window() !== null;
    const isWaiting = this.#refusal
      ? this.#refusal.isPassing && isRestart
      : isRestart || end.kind === 'lost' || end.kind === 'closed';
    if (isWaiting) this.#tellWaiting(reason, delay);
    else this.#tell({ kind: 'needs-login', reason });
    this.#pacer.dropAll(reason);
    onLost(reason);
    this.#offRetry = clock.after(delay, () => this.connect());
  }

  #tellWaiting(reason: string, delay: number): void {
    this.#offDowntime?.();
    const window = this.#window();
    const until = window && new Date(window.end).toISOString().slice(11, 16);
    const retryTime = this.#options.clock.now() + delay;
    const why = window ? `${window.name} of Interactive Brokers, until ${until} UTC: ${reason}` : reason;
    this.#tell({ kind: 'waiting', retryTime, reason: why, ...(window ? { downtime: window } : {}) });
  }

  /** Ready, and told again with the next one each time that a planned downtime has passed without ending the line. */
  #tellReady(sinceTime: number, note: string): void {
    const { clock, settings } = this.#options;
    const downtime = nextDowntime(clock.now(), settings.region);
    const opening = this.#opening;
    this.#tell({ kind: 'ready', sinceTime, note, downtime });
    this.#offDowntime?.();
    this.#offDowntime = clock.after(downtime.end - clock.now(), () => {
      if (opening === this.#opening && this.#state === 'ready' && !this.#isClosed)
        this.#tellReady(sinceTime, note);
    });
  }

  #window(): ReturnType<typeof restartWindow> {
    return restartWindow(this.#options.clock.now(), this.#options.settings.region);
  }

  #tell(state: BrokerState): void {
    if (this.#isClosed && state.kind !== 'closed') return;
    this.#state = state.kind;
    const need = state.kind === 'needs-login' ? state.reason : null;
    const isRepeated = need !== null && need === this.#lastNeed;
    this.#lastNeed = need;
    if (isRepeated) return;
    this.#options.onState(state);
  }
}
