import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly id: number;
  readonly due: number;
  readonly periodMs: number | null;
  readonly callback: () => void;
}

/** A clock that stands still until told to advance; due timers fire in order of time, then of creation. */
export class SimulatedClock implements Clock {
  #now: number;
  #nextId = 1;
  #timers: Timer[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#add(delayMs, null, callback);
  }

  every(periodMs: number, callback: () => void): () => void {
    return this.#add(periodMs, periodMs, callback);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Moves time forward, firing what falls due on the way. */
  advance(milliseconds: number): void {
    const target = this.#now + milliseconds;
    for (let timer = this.#firstDue(target); timer; timer = this.#firstDue(target)) {
      this.#now = Math.max(this.#now, timer.due);
      this.#remove(timer.id);
      if (timer.periodMs !== null) this.#timers.push({ ...timer, due: timer.due + timer.periodMs });
      timer.callback();
    }
    this.#now = target;
  }

  #add(delayMs: number, periodMs: number | null, callback: () => void): () => void {
    const id = this.#nextId++;
    this.#timers.push({ id, due: this.#now + delayMs, periodMs, callback });
    return () => this.#remove(id);
  }

  #remove(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  #firstDue(target: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (
        timer.due <= target &&
        (!first || timer.due < first.due || (timer.due === first.due && timer.id < first.id))
      )
        first = timer;
    }
    return first;
  }
}
