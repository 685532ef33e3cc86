import type { SeededRandom } from '#domain/values/seeded-random';
import type { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Clock } from '#engine/ports/clock';
import type { JournalStore } from '#engine/ports/journal-store';
import type { PowerLoss } from './power-loss.ts';

/** What is thrown where the process ends: nothing of it runs afterwards. */
export class Killed extends Error {}

/** Where a kill strikes: around a commit, or when a command has just left. */
export type DeathPlace = 'before-commit' | 'after-commit' | 'after-send';

/** The life of one engine process, which may end at any durable step. */
export class DoomedProcess {
  isAlive = true;
  /** Where its end was, once it came by itself. */
  diedAt: DeathPlace | undefined;
  readonly #random: SeededRandom;
  readonly #power: PowerLoss | undefined;
  #chance = 0;

  /** With `power` its end is that of the machine's power. */
  constructor(random: SeededRandom, power?: PowerLoss) {
    this.#random = random;
    this.#power = power;
  }

  /** From now on each durable step may be the last, with this chance. */
  doom(chance: number): void {
    this.#chance = chance;
  }

  kill(): void {
    this.isAlive = false;
    this.#power?.strike();
  }

  /** Throws when the process ends here; where that is before a commit, the power may be lost while `write` writes it. */
  step(place: DeathPlace, write: () => void = () => undefined): void {
    if (!this.isAlive) throw new Killed('the process is dead');
    if (this.#chance === 0 || this.#random.next() >= this.#chance) return;
    if (this.#power && this.#random.next() < 0.7) {
      this.isAlive = false;
      this.#power.strikeDuring(write);
    } else this.kill();
    this.diedAt = place;
    throw new Killed(place);
  }
}

/** The store as this process has it: it writes nothing once the process is dead. */
export function doomedStore(store: JournalStore, life: DoomedProcess): JournalStore {
  return {
    ...store,
    commit: (records, changes) => {
      life.step('before-commit', () => store.commit(records, changes));
      store.commit(records, changes);
      life.step('after-commit');
    },
  };
}

/** Wall time that may be set, beside a running time that may not; timers end with their process. */
export function processClock(clock: SimulatedClock, life: DoomedProcess, offset: () => number): Clock {
  const alive =
    (callback: () => void): (() => void) =>
    () => {
      if (life.isAlive) callback();
    };
  return {
    now: () => clock.now() + offset(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, callback) => clock.after(delayMs, alive(callback)),
    every: (periodMs, callback) => clock.every(periodMs, alive(callback)),
    sleep: (delayMs) => clock.sleep(delayMs),
  };
}
