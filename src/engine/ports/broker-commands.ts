import type { BrokerEvent, BrokerSink } from './broker.ts';
import type { BrokerOrderBook } from './broker-order-book.ts';
import type { BrokerFailure } from './broker-request.ts';
import type { Clock } from './clock.ts';

export type BrokerCommand = Extract<BrokerEvent, { kind: 'unsent' | 'outcome-unknown' }>['command'];

export interface BrokerCommandsOptions {
  /** Of the broker, as messages give it. */
  readonly name: string;
  readonly clock: Clock;
  readonly book: BrokerOrderBook;
  readonly sink: BrokerSink;
  /** What a thrown error means for the request that was made. */
  readonly failure: (error: unknown) => BrokerFailure;
  /** The broker takes no more requests for a while. */
  readonly busy: (reason: string, retryAfterMs: number | null) => void;
  readonly unauthorised: (reason: string) => void;
}

/**
 * Carries out one command and answers why the broker refuses it, or null. Whatever has to be asked before the command
 * itself is sent goes through `first`: a question that fails leaves the command unsent, not of unknown outcome.
 */
export type SendCommand = (
  first: <Answer>(question: () => Promise<Answer>) => Promise<Answer>,
) => Promise<string | null>;

/** Commands to a broker that answers requests: each is sent once, and what became of it is said once. */
export class BrokerCommands {
  readonly #options: BrokerCommandsOptions;
  readonly #inFlight = new Set<{ readonly command: BrokerCommand; readonly clientOrderId: string }>();
  #isClosed = false;

  constructor(options: BrokerCommandsOptions) {
    this.#options = options;
  }

  send(command: BrokerCommand, clientOrderId: string, send: SendCommand): void {
    if (this.#isClosed) return;
    const entry = { command, clientOrderId };
    this.#inFlight.add(entry);
    void this.#carryOut(command, clientOrderId, send).finally(() => this.#inFlight.delete(entry));
  }

  unsent(command: BrokerCommand, clientOrderId: string, reason: string): void {
    if (this.#isClosed) return;
    const { book, sink, clock } = this.#options;
    if (command === 'submit') book.completed(clientOrderId);
    sink.event({ kind: 'unsent', command, clientOrderId, reason, eventTime: clock.now() });
  }

  /** Nobody will hear any more of what is under way: it is said now. */
  close(): void {
    if (this.#isClosed) return;
    for (const { command, clientOrderId } of this.#inFlight)
      this.#unknown(
        command,
        clientOrderId,
        `the connection was closed before ${this.#options.name} answered`,
      );
    this.#isClosed = true;
  }

  async #carryOut(command: BrokerCommand, clientOrderId: string, send: SendCommand): Promise<void> {
    let isSent = true;
    const first = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
      isSent = false;
      const answer = await question();
      isSent = true;
      return answer;
    };
    try {
      const refusal = await send(first);
      if (refusal !== null) this.#refused(command, clientOrderId, refusal);
    } catch (error) {
      if (this.#isClosed) return;
      this.#failed(command, clientOrderId, this.#options.failure(error), isSent);
    }
  }

  #failed(command: BrokerCommand, clientOrderId: string, failure: BrokerFailure, isSent: boolean): void {
    const { reason } = failure;
    if (failure.kind === 'refused') this.#refused(command, clientOrderId, reason);
    else if (failure.kind === 'unknown' && isSent) this.#unknown(command, clientOrderId, reason);
    else this.unsent(command, clientOrderId, reason);
    if (failure.kind === 'busy') this.#options.busy(reason, failure.retryAfterMs);
    if (failure.kind === 'unauthorised') this.#options.unauthorised(reason);
  }

  #refused(command: BrokerCommand, clientOrderId: string, reason: string): void {
    if (this.#isClosed) return;
    const { book, sink, clock } = this.#options;
    const eventTime = clock.now();
    if (command === 'submit') book.ended('rejected', clientOrderId, reason, eventTime);
    else sink.event({ kind: `${command}-rejected`, clientOrderId, reason, eventTime });
  }

  #unknown(command: BrokerCommand, clientOrderId: string, reason: string): void {
    const { book, sink, clock } = this.#options;
    // The broker's news may have outrun its answer.
    if (book.isSettled(command, clientOrderId)) return;
    sink.event({ kind: 'outcome-unknown', command, clientOrderId, reason, eventTime: clock.now() });
  }
}
