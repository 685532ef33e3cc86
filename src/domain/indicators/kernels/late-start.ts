import type { Kernel } from './kernel.ts';

/** A kernel that is not given the first `bars` values, so that averages of unlike periods are ready together (TA-Lib). */
export class LateStart {
  declare private readonly kernel: Kernel;
  declare private remaining: number;

  constructor(kernel: Kernel, bars: number) {
    this.kernel = kernel;
    this.remaining = bars;
  }

  push(value: number): number {
    if (this.remaining > 0) {
      this.remaining--;
      return Number.NaN;
    }
    return this.kernel.push(value);
  }
}
