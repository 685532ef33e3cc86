/** A command on its way. */
interface DelayedCommand {
  readonly time: number;
  readonly run: () => void;
}

/** Commands that take their time to a venue, in the order they arrive there. */
export class DelayedCommands {
  readonly #waiting: DelayedCommand[] = [];

  /** Has a command arrive at `time`, behind those that arrive then already. */
  add(time: number, run: () => void): void {
    let place = this.#waiting.length;
    while (place > 0 && this.#waiting[place - 1]!.time > time) place -= 1;
    this.#waiting.splice(place, 0, { time, run });
  }

  /** The next that has arrived by `time`, taken out; undefined when none has. */
  take(time: number): DelayedCommand | undefined {
    const [first] = this.#waiting;
    return first !== undefined && first.time <= time ? this.#waiting.shift() : undefined;
  }
}
