import { RollingWindow } from './rolling-window.ts';

/**
 * Bars since the highest of the newest `period` values as TA-Lib finds it: of equals the newest, until the highest leaves
 * and the window is gone over again, which finds the oldest. NaN until there are as many; a search costs `period` steps.
 */
export class ScannedExtreme {
  declare private readonly window: RollingWindow;
  private age = Number.POSITIVE_INFINITY;

  constructor(period: number) {
    this.window = new RollingWindow(period);
  }

  push(value: number): number {
    const { window } = this;
    window.push(value);
    if (!window.isFull) return Number.NaN;
    this.age++;
    if (this.age >= window.period) this.age = oldestHighest(window);
    else if (value >= window.at(this.age)) this.age = 0;
    return this.age;
  }
}

function oldestHighest(window: RollingWindow): number {
  let best = window.period - 1;
  for (let age = best - 1; age >= 0; age--) if (window.at(age) > window.at(best)) best = age;
  return best;
}
