import type { CurrentBar } from '../define-indicator.ts';

/** As many candles as the longest pattern looks at. */
const KEPT = 16;
const MASK = KEPT - 1;

/**
 * The newest candles of a series by age (0 the newest), and what counts as long, short, near and so on at each of them:
 * TA-Lib's candle settings, shares of averages over the 10 (or 5) candles before the one they are asked for. All
 * patterns share this one.
 */
export class Candles {
  private readonly opens = new Float64Array(KEPT);
  private readonly highs = new Float64Array(KEPT);
  private readonly lows = new Float64Array(KEPT);
  private readonly closes = new Float64Array(KEPT);
  private readonly bodies = new RecentAverage(10);
  private readonly ranges = new RecentAverage(10);
  private readonly fiveRanges = new RecentAverage(5);
  private readonly shadows = new RecentAverage(10);
  private newest = 0;

  push({ open, high, low, close }: CurrentBar): void {
    this.newest = (this.newest + 1) & MASK;
    const place = this.newest;
    this.opens[place] = open;
    this.highs[place] = high;
    this.lows[place] = low;
    this.closes[place] = close;
    this.bodies.push(Math.abs(close - open), place);
    this.ranges.push(high - low, place);
    this.fiveRanges.push(high - low, place);
    this.shadows.push(high - Math.max(open, close) + (Math.min(open, close) - low), place);
  }

  open(age: number): number {
    return this.opens[(this.newest - age) & MASK]!;
  }

  high(age: number): number {
    return this.highs[(this.newest - age) & MASK]!;
  }

  low(age: number): number {
    return this.lows[(this.newest - age) & MASK]!;
  }

  close(age: number): number {
    return this.closes[(this.newest - age) & MASK]!;
  }

  body(age: number): number {
    return Math.abs(this.close(age) - this.open(age));
  }

  /** The upper end of the body. */
  top(age: number): number {
    return Math.max(this.open(age), this.close(age));
  }

  /** The lower end of the body. */
  bottom(age: number): number {
    return Math.min(this.open(age), this.close(age));
  }

  upperShadow(age: number): number {
    return this.high(age) - this.top(age);
  }

  lowerShadow(age: number): number {
    return this.bottom(age) - this.low(age);
  }

  /** 1 for a white candle (close at or above the open), −1 for a black one. */
  colour(age: number): number {
    return this.close(age) >= this.open(age) ? 1 : -1;
  }

  isWhite(age: number): boolean {
    return this.close(age) >= this.open(age);
  }

  isBlack(age: number): boolean {
    return this.close(age) < this.open(age);
  }

  /** The body at `age` lies wholly above that at `other`. */
  bodyGapsUp(age: number, other: number): boolean {
    return this.bottom(age) > this.top(other);
  }

  bodyGapsDown(age: number, other: number): boolean {
    return this.top(age) < this.bottom(other);
  }

  /** The whole candle at `age` lies above that at `other`. */
  gapsUp(age: number, other: number): boolean {
    return this.low(age) > this.high(other);
  }

  gapsDown(age: number, other: number): boolean {
    return this.high(age) < this.low(other);
  }

  /** What a long body exceeds at that candle; a short one stays below it. */
  longBody(age: number): number {
    return this.bodies.at((this.newest - age) & MASK);
  }

  /** What the body of a doji does not exceed. */
  dojiBody(age: number): number {
    return 0.1 * this.ranges.at((this.newest - age) & MASK);
  }

  /** What a short shadow stays below. */
  shortShadow(age: number): number {
    return this.shadows.at((this.newest - age) & MASK) / 2;
  }

  /** What a very short shadow stays below. */
  veryShortShadow(age: number): number {
    return 0.1 * this.ranges.at((this.newest - age) & MASK);
  }

  /** Within this distance two prices are near. */
  near(age: number): number {
    return 0.2 * this.fiveRanges.at((this.newest - age) & MASK);
  }

  /** Beyond this distance two prices are far. */
  far(age: number): number {
    return 0.6 * this.fiveRanges.at((this.newest - age) & MASK);
  }

  /** Within this distance two prices count as equal. */
  equal(age: number): number {
    return 0.05 * this.fiveRanges.at((this.newest - age) & MASK);
  }
}

/** For each kept candle, the mean of the `period` values before it. */
class RecentAverage {
  declare private readonly period: number;
  declare private readonly values: Float64Array;
  private readonly means = new Float64Array(KEPT);
  private position = 0;

  constructor(period: number) {
    this.period = period;
    this.values = new Float64Array(period);
  }

  push(value: number, place: number): void {
    let sum = 0;
    for (let i = 0; i < this.period; i++) sum += this.values[i]!;
    this.means[place] = sum / this.period;
    this.values[this.position] = value;
    this.position = this.position + 1 === this.period ? 0 : this.position + 1;
  }

  at(place: number): number {
    return this.means[place]!;
  }
}

/** Whether a value lies within a distance of another, both ends included. */
export function isWithin(value: number, other: number, distance: number): boolean {
  return value <= other + distance && value >= other - distance;
}
