import { Delay } from './delay.ts';
import { HilbertTransform } from './hilbert-transform.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * Kaufman's adaptive average (Trading Systems and Methods; TA-Lib KAMA): an exponential average whose weight goes from
 * that of `slow` bars to that of `fast` as the path of the newest `period` changes straightens.
 */
export class KaufmanAverage {
  declare private readonly before: Delay;
  declare private readonly path: RollingSum;
  declare private readonly fastest: number;
  declare private readonly slowest: number;
  private previous = Number.NaN;
  private average = Number.NaN;

  constructor(period: number, fast = 2, slow = 30) {
    this.before = new Delay(period);
    this.path = new RollingSum(period);
    this.fastest = 2 / (fast + 1);
    this.slowest = 2 / (slow + 1);
  }

  push(value: number): number {
    const before = this.before.push(value);
    const { previous } = this;
    this.previous = value;
    if (Number.isNaN(previous)) return Number.NaN;
    const path = this.path.push(Math.abs(value - previous));
    if (Number.isNaN(before)) return Number.NaN;
    const net = value - before;
    const efficiency = path <= net || path === 0 ? 1 : Math.abs(net / path);
    const smoothing = (efficiency * (this.fastest - this.slowest) + this.slowest) ** 2;
    const average = Number.isNaN(this.average) ? previous : this.average;
    this.average = (value - average) * smoothing + average;
    return this.average;
  }
}

/**
 * The MESA adaptive average and its follower (Ehlers 2001; TA-Lib MAMA): the weight is `fastLimit` over the change of
 * the cycle's phase, not below `slowLimit`. NaN for the first 32 values, as in TA-Lib.
 */
export class MesaAverage {
  following = Number.NaN;
  private readonly transform = new HilbertTransform(12);
  declare private readonly fastLimit: number;
  declare private readonly slowLimit: number;
  private taken = 0;
  private phase = 0;
  private mama = 0;
  private fama = 0;

  constructor(fastLimit = 0.5, slowLimit = 0.05) {
    this.fastLimit = fastLimit;
    this.slowLimit = slowLimit;
  }

  push(value: number): number {
    if (this.taken < 33) this.taken++;
    if (this.transform.push(value)) this.advance(value);
    if (this.taken < 33) return Number.NaN;
    this.following = this.fama;
    return this.mama;
  }

  private advance(value: number): void {
    const { inPhase, quadrature } = this.transform;
    const phase = inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI;
    const change = this.phase - phase;
    this.phase = phase;
    let weight = this.fastLimit;
    if (change > 1) weight = Math.max(this.fastLimit / change, this.slowLimit);
    this.mama = weight * value + (1 - weight) * this.mama;
    this.fama = 0.5 * weight * this.mama + (1 - 0.5 * weight) * this.fama;
  }
}
