import type { Parameter } from '../indicator.ts';
import { KaufmanAverage, MesaAverage } from './adaptive-averages.ts';
import { ChainedAverages } from './chained-averages.ts';
import { Delay } from './delay.ts';
import { customarySmoothing, ExponentialAverage } from './exponential-average.ts';
import { feed, type Kernel } from './kernel.ts';
import { RollingMean } from './rolling-mean.ts';
import { WeightedAverage } from './weighted-average.ts';

/** TA-Lib's numbers for kinds of averages; 11 is a function's own default. */
export const AVERAGE = {
  simple: 0,
  exponential: 1,
  weighted: 2,
  doubleExponential: 3,
  tripleExponential: 4,
  triangular: 5,
  kaufman: 6,
  mesa: 7,
  t3: 8,
  hull: 9,
  none: 10,
  default: 11,
  zeroLag: 12,
  wilder: 13,
} as const;

const KINDS =
  '0 simple, 1 exponential, 2 weighted, 3 double, 4 triple exponential, 5 triangular, 6 Kaufman, 7 MESA, 8 T3, 9 Hull, 10 none, 11 default, 12 zero-lag, 13 Wilder';

/** A parameter that chooses the kind of an average by TA-Lib's number. */
export function averageParameter(options: { default: number; name?: string; label?: string }): Parameter {
  return {
    name: options.name ?? 'average',
    label: `${options.label ?? 'Kind of average'} (${KINDS})`,
    default: options.default,
    minimum: 0,
    maximum: 13,
    isInteger: true,
    isConvention: true,
  };
}

/** An average of the kind numbered as in TA-Lib; `fallback` is what 11 means. One of 1 bar is the value itself. */
export function createMovingAverage(kind: number, period: number, fallback: number = AVERAGE.simple): Kernel {
  if (period === 1 && kind !== AVERAGE.default) return new Delay(0);
  switch (kind) {
    case AVERAGE.simple:
      return new RollingMean(period);
    case AVERAGE.exponential:
      return new ExponentialAverage(period, customarySmoothing(period));
    case AVERAGE.weighted:
      return new WeightedAverage(period);
    case AVERAGE.doubleExponential:
      return new DoubleAverage(period);
    case AVERAGE.tripleExponential:
      return new TripleAverage(period);
    case AVERAGE.triangular:
      return new TriangularAverage(period);
    case AVERAGE.kaufman:
      return new KaufmanAverage(period);
    case AVERAGE.mesa:
      return new MesaAverage();
    case AVERAGE.t3:
      return new TillsonAverage(period, 0.7);
    case AVERAGE.hull:
      return new HullAverage(period);
    case AVERAGE.none:
      return new Delay(0);
    case AVERAGE.zeroLag:
      return new ZeroLagAverage(period);
    case AVERAGE.wilder:
      return new ExponentialAverage(period, 1 / period);
    default:
      return createMovingAverage(fallback, period);
  }
}

/** Values an average of {@link createMovingAverage} needs before its first. */
export function movingAverageBars(kind: number, period: number, fallback: number = AVERAGE.simple): number {
  if (kind === AVERAGE.default) return movingAverageBars(fallback, period);
  if (period === 1) return 1;
  switch (kind) {
    case AVERAGE.doubleExponential:
      return ChainedAverages.warmUpBars(2, period);
    case AVERAGE.tripleExponential:
      return ChainedAverages.warmUpBars(3, period);
    case AVERAGE.kaufman:
      return period + 1;
    case AVERAGE.mesa:
      return 33;
    case AVERAGE.t3:
      return ChainedAverages.warmUpBars(6, period);
    case AVERAGE.hull:
      return period + Math.floor(Math.sqrt(period)) - 1;
    case AVERAGE.none:
      return 1;
    case AVERAGE.zeroLag:
      return period + zeroLagBars(period);
    default:
      return period;
  }
}

/** Twice the exponential average less the average of it (Mulloy 1994). */
export class DoubleAverage {
  declare private readonly chain: ChainedAverages;

  constructor(period: number, isSeededTogether = false) {
    this.chain = new ChainedAverages({ count: 2, period, isSeededTogether });
  }

  push(value: number): number {
    const second = this.chain.push(value);
    return 2 * this.chain.levels[0]! - second;
  }
}

/** Three times the first exponential average, less three times the second, and the third (Mulloy 1994). */
export class TripleAverage {
  declare private readonly chain: ChainedAverages;

  constructor(period: number, isSeededTogether = false) {
    this.chain = new ChainedAverages({ count: 3, period, isSeededTogether });
  }

  push(value: number): number {
    const third = this.chain.push(value);
    return 3 * this.chain.levels[0]! - 3 * this.chain.levels[1]! + third;
  }
}

/** Tillson's T3: the generalised double average with `volume`, three times over (Tillson 1998). */
export class TillsonAverage {
  declare private readonly chain: ChainedAverages;
  declare private readonly weights: Float64Array;

  /** `startsAtFirst` starts all six at the first value. */
  constructor(period: number, volume: number, startsAtFirst = false) {
    this.chain = new ChainedAverages(
      startsAtFirst ? { count: 6, period, isSeededTogether: true, seed: 1 } : { count: 6, period },
    );
    const square = volume * volume;
    const cube = square * volume;
    this.weights = Float64Array.of(
      1 + 3 * volume + 3 * square + cube,
      -6 * square - 3 * (volume + cube),
      3 * square + 3 * cube,
      -cube,
    );
  }

  push(value: number): number {
    const sixth = this.chain.push(value);
    const { weights } = this;
    const { levels } = this.chain;
    return (
      weights[3]! * sixth + weights[2]! * levels[4]! + weights[1]! * levels[3]! + weights[0]! * levels[2]!
    );
  }
}

/** A simple average of a simple average, each of about half the period: weights rise to the middle and fall again. */
export class TriangularAverage {
  declare private readonly first: RollingMean;
  declare private readonly second: RollingMean;

  constructor(period: number) {
    const half = Math.floor(period / 2);
    this.first = new RollingMean(half + 1);
    this.second = new RollingMean(period - half);
  }

  push(value: number): number {
    return feed(this.second, this.first.push(value));
  }
}

/** Hull's average: twice the weighted average of half the period less that of all, weighted over the root of it. */
export class HullAverage {
  declare private readonly half: WeightedAverage;
  declare private readonly full: WeightedAverage;
  declare private readonly smooth: WeightedAverage;

  constructor(period: number) {
    this.half = new WeightedAverage(Math.max(1, Math.floor(period / 2)));
    this.full = new WeightedAverage(period);
    this.smooth = new WeightedAverage(Math.max(1, Math.floor(Math.sqrt(period))));
  }

  push(value: number): number {
    const half = this.half.push(value);
    return feed(this.smooth, 2 * half - this.full.push(value));
  }
}

/** Bars by which a zero-lag average of `period` looks back. */
export function zeroLagBars(period: number): number {
  return Math.floor((period - 1) / 2);
}

/** An exponential average of the value and what it gained over half the period (Ehlers and Way 2010). */
export class ZeroLagAverage {
  declare private readonly before: Delay;
  declare private readonly average: ExponentialAverage;

  constructor(period: number) {
    this.before = new Delay(zeroLagBars(period));
    this.average = new ExponentialAverage(period, customarySmoothing(period));
  }

  push(value: number): number {
    return feed(this.average, 2 * value - this.before.push(value));
  }
}
