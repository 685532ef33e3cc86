import type { BrokerSink } from './broker.ts';
import { BrokerError } from './broker-error.ts';
import type { Clock } from './clock.ts';

export interface LineStandingPorts {
  /** The broker's, as persons read it. */
  readonly name: string;
  readonly clock: Clock;
  readonly sink: Pick<BrokerSink, 'state'>;
  /** Lets the line go, for good: it was closed, or a person has to do something first. */
  readonly letGo: () => void;
}

/** What a line to an account may be used for now; its owner says what happened, and the sink is told how it stands. */
export class LineStanding {
  readonly #ports: LineStandingPorts;
  #isReady = false;
  #isClosed = false;
  #loginReason: string | null = null;
  #stopRest: (() => void) | null = null;

  constructor(ports: LineStandingPorts) {
    this.#ports = ports;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Why nothing can be sent until a person has done something. */
  get loginReason(): string | null {
    return this.#loginReason;
  }

  /** Whether it will not be ready any more. */
  get isOver(): boolean {
    return this.#isClosed || this.#loginReason !== null;
  }

  /** Why nothing new can be sent now. */
  hindrance(): string | null {
    const { name } = this.#ports;
    if (this.#loginReason !== null) return this.#loginReason;
    if (this.#stopRest !== null) return `${name} takes no more requests for now`;
    return this.#isReady ? null : `there is no connection to ${name} at the moment`;
  }

  /** Throws a BrokerError when nothing can be asked over it any more. */
  requireOpen(): void {
    const { name } = this.#ports;
    if (this.#isClosed) throw new BrokerError('unavailable', name, 'it is closed; connect again');
    if (this.#loginReason !== null) throw new BrokerError('unauthorised', name, this.#loginReason);
  }

  /** Told when the broker's rest, if it asked for one, is over. */
  ready(note?: string): void {
    const { clock, sink } = this.#ports;
    this.#isReady = true;
    if (this.#stopRest !== null) return;
    sink.state({ kind: 'ready', sinceTime: clock.now(), ...(note === undefined ? {} : { note }) });
  }

  /** The connection is away until `retryTime`. */
  lost(reason: string, retryTime: number): void {
    this.#isReady = false;
    this.#ports.sink.state({ kind: 'waiting', retryTime, reason });
  }

  /** The broker wants nothing new for so long. */
  rest(reason: string, waitMs: number): void {
    if (this.isOver) return;
    const { clock, sink } = this.#ports;
    this.#stopRest?.();
    this.#stopRest = clock.after(waitMs, () => {
      this.#stopRest = null;
      if (this.#isReady) this.ready();
    });
    sink.state({ kind: 'waiting', retryTime: clock.now() + waitMs, reason });
  }

  /** Only the first reason counts: what follows from it is not news. */
  needLogin(reason: string): void {
    if (this.isOver) return;
    this.#loginReason = reason;
    this.#end();
    this.#ports.sink.state({ kind: 'needs-login', reason });
  }

  /** `settle` says what becomes of commands under way, before the line is told to be closed. */
  close(settle: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#end();
    settle();
    this.#ports.sink.state({ kind: 'closed', reason: 'closed on request' });
  }

  #end(): void {
    this.#isReady = false;
    this.#stopRest?.();
    this.#stopRest = null;
    this.#ports.letGo();
  }
}
