import type { Clock } from '#engine/ports/clock';

/** TWS takes 50 messages a second and ends the line of who sends more; some room is left for its own counting. */
const PER_SECOND = 40;
const PER_SECOND_SLOWED = 10;
const SLOWED_MS = 60_000;
const WAITING_MAX = 400;
/** A message that waited longer would come too late to mean what it said. */
const WAIT_MS_MAX = 5_000;

export interface PacedMessage {
  readonly frames: readonly Buffer[];
  /** It was given to the network. */
  readonly onSent: () => void;
  /** It was not and never will be. */
  readonly onDropped: (reason: string) => void;
}

/** Sends messages in their order and no faster than TWS takes them. */
export class MessagePacer {
  readonly #clock: Clock;
  readonly #send: (frames: readonly Buffer[]) => boolean;
  readonly #waiting: { message: PacedMessage; since: number }[] = [];
  /** When each message of the last second was sent. */
  #sent: number[] = [];
  #slowedUntil = Number.NEGATIVE_INFINITY;
  #offTimer: (() => void) | null = null;

  constructor(clock: Clock, send: (frames: readonly Buffer[]) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  push(message: PacedMessage): void {
    if (this.#waiting.length >= WAITING_MAX) {
      message.onDropped(
        `${WAITING_MAX} messages are waiting for TWS already, which takes ${PER_SECOND} a second`,
      );
      return;
    }
    this.#waiting.push({ message, since: this.#clock.monotonic() });
    this.#drain();
  }

  /** After TWS has complained of the pace. */
  slowDown(): void {
    this.#slowedUntil = this.#clock.monotonic() + SLOWED_MS;
  }

  dropAll(reason: string): void {
    this.#offTimer?.();
    this.#offTimer = null;
    for (const { message } of this.#waiting.splice(0)) message.onDropped(reason);
  }

  #drain(): void {
    this.#offTimer?.();
    this.#offTimer = null;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const now = this.#clock.monotonic();
      if (now - first.since > WAIT_MS_MAX) {
        this.#waiting.shift();
        first.message.onDropped(
          `it waited ${WAIT_MS_MAX / 1_000} s for its turn, as TWS takes a limited number a second`,
        );
        continue;
      }
      const delay = this.#delay(now);
      if (delay > 0) {
        this.#offTimer = this.#clock.after(delay, () => this.#drain());
        return;
      }
      this.#waiting.shift();
      this.#sent.push(now);
      if (this.#send(first.message.frames)) first.message.onSent();
      else first.message.onDropped('the line to TWS has ended');
    }
  }

  #delay(now: number): number {
    this.#sent = this.#sent.filter((time) => now - time < 1_000);
    const limit = now < this.#slowedUntil ? PER_SECOND_SLOWED : PER_SECOND;
    if (this.#sent.length < limit) return 0;
    const oldest = this.#sent[this.#sent.length - limit] ?? now;
    return oldest + 1_000 - now;
  }
}
