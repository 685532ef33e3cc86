import type { BrokerEvent } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';

type Command = 'submit' | 'cancel' | 'replace';

/** A connection answers each command in its own time-out; one that has not by then is asked about. */
const ANSWER_WITHIN_MS = 60_000;
/** How long a message that was sent may be on its way, at most. */
const ARRIVES_WITHIN_MS = 30_000;

/**
 * Which commands the broker still has to answer, and since when it has been saying that it knows no such order. Counted
 * on a clock that does not jump, from this start on: nothing that was sent before can be under way for longer.
 */
export class AwaitedAnswers {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #asked = new Map<string, number>();
  readonly #missing = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  asked(command: Command, clientOrderId: string): void {
    this.#asked.set(`${command} ${clientOrderId}`, this.#clock.monotonic());
  }

  heard(event: BrokerEvent): void {
    if (event.kind === 'external' || event.kind === 'unreadable') return;
    if (event.kind === 'filled') {
      if (event.fill.clientOrderId !== null) this.#answered(event.fill.clientOrderId, 'submit');
      return;
    }
    const { clientOrderId, kind } = event;
    if (kind === 'unsent' || kind === 'outcome-unknown') this.#answered(clientOrderId, event.command);
    else if (kind === 'acknowledged') this.#answered(clientOrderId, 'submit');
    else if (kind === 'cancel-rejected') this.#answered(clientOrderId, 'submit', 'cancel');
    else if (kind === 'replaced' || kind === 'replace-rejected')
      this.#answered(clientOrderId, 'submit', 'replace');
    else this.#answered(clientOrderId, 'submit', 'cancel', 'replace');
  }

  /** Whether a command about the order may still be under way: nothing can be concluded from what the broker has now. */
  isAwaited(clientOrderId: string): boolean {
    return (['submit', 'cancel', 'replace'] as const).some((command) =>
      this.isAnswerDue(command, clientOrderId),
    );
  }

  isAnswerDue(command: Command, clientOrderId: string): boolean {
    const since = this.#asked.get(`${command} ${clientOrderId}`);
    return since !== undefined && this.#clock.monotonic() - since < ANSWER_WITHIN_MS;
  }

  /** The broker knows no such order. True once it has said so for longer than a message can be on its way. */
  isGone(clientOrderId: string): boolean {
    const now = this.#clock.monotonic();
    const since = this.#missing.get(clientOrderId) ?? now;
    this.#missing.set(clientOrderId, since);
    return now - since >= ARRIVES_WITHIN_MS;
  }

  /** The broker knows the order, or somebody has decided about it. */
  found(clientOrderId: string): void {
    this.#missing.delete(clientOrderId);
  }

  #answered(clientOrderId: string, ...commands: Command[]): void {
    for (const command of commands) this.#asked.delete(`${command} ${clientOrderId}`);
  }
}
