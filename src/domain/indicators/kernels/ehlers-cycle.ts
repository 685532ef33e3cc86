import { RollingWindow } from './rolling-window.ts';

const LONGEST_CYCLE = 50;

/**
 * Ehlers' homodyne discriminator as he printed it (Rocket Science for Traders 2001) and Stock.Indicators computes it, from
 * the sixth value on. {@link HilbertTransform} is TA-Lib's, which waits longer and begins otherwise.
 */
export class EhlersCycle {
  /** The values without their cycle; the newest value itself for the first eleven. */
  trendline = Number.NaN;
  inPhase = 0;
  quadrature = 0;
  private readonly prices = new RollingWindow(LONGEST_CYCLE + 1);
  // Newest first.
  private readonly smooth = new Float64Array(7);
  private readonly detrended = new Float64Array(7);
  private readonly quadratures = new Float64Array(7);
  private readonly inPhases = new Float64Array(7);
  private readonly trends = new Float64Array(4);
  private realPart = 0;
  private imaginaryPart = 0;
  private inPhaseSum = 0;
  private quadratureSum = 0;
  private period = 0;
  private smoothPeriod = 0;
  private taken = 0;

  push(value: number): void {
    this.prices.push(value);
    this.taken++;
    this.trendline = value;
    if (this.taken > 6) this.advance(value);
  }

  private advance(value: number): void {
    const { prices } = this;
    const adjustment = 0.075 * this.period + 0.54;
    enter(this.smooth, (4 * value + 3 * prices.at(1) + 2 * prices.at(2) + prices.at(3)) / 10);
    enter(this.detrended, quadratureOf(this.smooth) * adjustment);
    enter(this.quadratures, quadratureOf(this.detrended) * adjustment);
    enter(this.inPhases, this.detrended[3]!);
    this.quadrature = this.quadratures[0]!;
    this.inPhase = this.inPhases[0]!;
    this.measure(
      this.inPhase - quadratureOf(this.quadratures) * adjustment,
      this.quadrature + quadratureOf(this.inPhases) * adjustment,
    );
    this.smoothPeriod = 0.33 * this.period + 0.67 * this.smoothPeriod;
    const count = Math.min(Math.floor(this.smoothPeriod + 0.5), this.taken);
    enter(this.trends, count > 0 ? meanOf(prices, count) : value);
    const { trends } = this;
    if (this.taken > 11)
      this.trendline = (4 * trends[0]! + 3 * trends[1]! + 2 * trends[2]! + trends[3]!) / 10;
  }

  private measure(inPhase: number, quadrature: number): void {
    const { inPhaseSum, quadratureSum, period: before } = this;
    this.inPhaseSum = 0.2 * inPhase + 0.8 * inPhaseSum;
    this.quadratureSum = 0.2 * quadrature + 0.8 * quadratureSum;
    this.realPart =
      0.2 * (this.inPhaseSum * inPhaseSum + this.quadratureSum * quadratureSum) + 0.8 * this.realPart;
    this.imaginaryPart =
      0.2 * (this.inPhaseSum * quadratureSum - this.quadratureSum * inPhaseSum) + 0.8 * this.imaginaryPart;
    const { realPart, imaginaryPart } = this;
    const found =
      imaginaryPart !== 0 && realPart !== 0 ? (2 * Math.PI) / Math.atan(imaginaryPart / realPart) : 0;
    const near = Math.max(Math.min(found, 1.5 * before), 0.67 * before);
    this.period = 0.2 * Math.min(Math.max(near, 6), LONGEST_CYCLE) + 0.8 * before;
  }
}

/** The MESA adaptive average over {@link EhlersCycle}, started at the mean of the first six values (Stock.Indicators). */
export class EhlersAverage {
  following = Number.NaN;
  private readonly cycle = new EhlersCycle();
  declare private readonly fastLimit: number;
  declare private readonly slowLimit: number;
  private taken = 0;
  private sum = 0;
  private phase = 0;
  private average = Number.NaN;

  constructor(fastLimit: number, slowLimit: number) {
    this.fastLimit = fastLimit;
    this.slowLimit = slowLimit;
  }

  push(value: number): number {
    this.cycle.push(value);
    if (this.taken < 6) {
      this.taken++;
      this.sum += value;
      if (this.taken === 6) this.average = this.following = this.sum / 6;
      return this.average;
    }
    const { inPhase, quadrature } = this.cycle;
    const phase = inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI;
    const change = Math.max(this.phase - phase, 1);
    this.phase = phase;
    const weight = Math.max(this.fastLimit / change, this.slowLimit);
    this.average = weight * value + (1 - weight) * this.average;
    this.following = 0.5 * weight * this.average + (1 - 0.5 * weight) * this.following;
    return this.average;
  }
}

function enter(newestFirst: Float64Array, value: number): void {
  newestFirst.copyWithin(1, 0);
  newestFirst[0] = value;
}

function quadratureOf(values: Float64Array): number {
  return 0.0962 * values[0]! + 0.5769 * values[2]! - 0.5769 * values[4]! - 0.0962 * values[6]!;
}

function meanOf(prices: RollingWindow, count: number): number {
  let sum = 0;
  for (let age = 0; age < count; age++) sum += prices.at(age);
  return sum / count;
}
