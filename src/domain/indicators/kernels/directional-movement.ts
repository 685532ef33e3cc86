import { schoolParameter } from '../parameters.ts';
import { trueRangeOf } from '../volatility/true-range.ts';

/** How many movements are added up before the sum fades. */
export const DIRECTIONAL_SEEDING = schoolParameter({
  name: 'seeding',
  label: 'Seed',
  taLib: 'of one movement less',
  stockIndicators: 'of the whole period',
});

/**
 * Wilder's directional movement, summed and faded as in TA-Lib: `period` − 1 values are added up, after which each new
 * one comes on top of all but a `period`th of the sum (Wilder 1978; TA-Lib PLUS_DM, PLUS_DI, DX). `isSeededWhole` adds
 * up `period` of them, as Wilder's worksheet and Stock.Indicators do.
 */
export class DirectionalMovement {
  /** Faded sums of upward and downward movement and of the true range. */
  plus = 0;
  minus = 0;
  range = 0;
  /** Directional index of the newest bar, or that before while neither side moved. */
  index = 0;
  declare private readonly period: number;
  /** Movements that are only added up. */
  declare private readonly seeds: number;
  private movements = -1;
  private high = 0;
  private low = 0;
  private close = 0;

  constructor(period: number, isSeededWhole = false) {
    this.period = period;
    this.seeds = isSeededWhole ? period : period - 1;
  }

  get plusIndicator(): number {
    return this.range === 0 ? 0 : (100 * this.plus) / this.range;
  }

  get minusIndicator(): number {
    return this.range === 0 ? 0 : (100 * this.minus) / this.range;
  }

  push(high: number, low: number, close: number): void {
    if (this.movements >= 0) this.add(high, low);
    if (this.movements < this.period) this.movements++;
    this.high = high;
    this.low = low;
    this.close = close;
  }

  private add(high: number, low: number): void {
    const rise = high - this.high;
    const fall = this.low - low;
    const kept = this.movements < this.seeds ? 1 : 1 - 1 / this.period;
    this.plus = this.plus * kept + (rise > 0 && rise > fall ? rise : 0);
    this.minus = this.minus * kept + (fall > 0 && fall > rise ? fall : 0);
    this.range = this.range * kept + trueRangeOf(high, low, this.close);
    const total = this.plus + this.minus;
    if (total !== 0 && this.range !== 0) this.index = (100 * Math.abs(this.plus - this.minus)) / total;
  }
}

/** Average directional index: Wilder's average of the directional index, seeded with the mean of its first `period`. */
export class AverageDirectionalIndex {
  declare readonly movement: DirectionalMovement;
  declare private readonly period: number;
  private bars = 0;
  private sum = 0;
  private average = Number.NaN;

  constructor(period: number, isSeededWhole = false) {
    this.period = period;
    this.movement = new DirectionalMovement(period, isSeededWhole);
  }

  push(high: number, low: number, close: number): number {
    const { period, movement } = this;
    movement.push(high, low, close);
    this.bars++;
    if (this.bars <= period) return Number.NaN;
    if (this.bars > 2 * period) {
      this.average = (this.average * (period - 1) + movement.index) / period;
    } else {
      this.sum += movement.index;
      if (this.bars === 2 * period) this.average = this.sum / period;
    }
    return this.average;
  }
}
