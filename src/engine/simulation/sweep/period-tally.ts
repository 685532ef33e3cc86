import type { periodCloses } from '#domain/statistics/period-returns';
import { HeldReturns, type ReturnSums } from './held-returns.ts';
import { FIELD } from './trial-statistics.ts';

/** The bars that close calendar periods, ascending, and how many such periods a year has. */
export type PeriodCloses = ReturnType<typeof periodCloses>;

/** The period returns of one trial after another, told stretch by stretch; figures as `performanceStatistics` defines them. */
export class PeriodTally {
  readonly #close: Float64Array;
  readonly #periods: PeriodCloses;
  readonly #heldReturns: HeldReturns;
  /** Periods closed before each bar; undefined when every bar closes one. */
  readonly #closesBefore: Int32Array | undefined;

  // Fractions begin as NaN: a field that begins whole is compiled anew when its first fraction comes.
  readonly #returns: ReturnSums = { sum: Number.NaN, squares: Number.NaN, downside: Number.NaN };
  #previous = Number.NaN;
  #firstClose = Number.NaN;
  #hasClose = false;
  #seen = 0;
  #wipedOut = false;

  constructor(close: Float64Array, periods: PeriodCloses) {
    this.#close = close;
    this.#periods = periods;
    this.#heldReturns = new HeldReturns(close, periods.last);
    if (periods.last.length === close.length) return;
    const before = new Int32Array(close.length + 1);
    for (const bar of periods.last) before[bar + 1] = 1;
    for (let i = 1; i < before.length; i++) before[i]! += before[i - 1]!;
    this.#closesBefore = before;
  }

  begin(): void {
    const returns = this.#returns;
    returns.sum = returns.squares = returns.downside = 0;
    this.#hasClose = this.#wipedOut = false;
    this.#seen = 0;
  }

  /** Bars `start` to `end` (exclusive) without a position: the account is `value` at each close. */
  addFlat(start: number, end: number, value: number): void {
    const before = this.#closesBefore;
    const periods = before ? before[end]! - before[start]! : end - start;
    if (periods <= 0) return;
    const seen = this.#enter(value, periods);
    // Nothing has no growth: figures over such periods have no value.
    if (value === 0 && (seen > 1 || (seen === 1 && periods > 1))) this.#addReturn(Number.NaN);
    this.#previous = value;
  }

  /** Bars `start` to `end` (exclusive) with a position, at none of whose closes the account is ruined. */
  addHeld(start: number, end: number, cash: number, quantity: number): void {
    const close = this.#close;
    const { last: closing } = this.#periods;
    const before = this.#closesBefore;
    const first = before ? before[start]! : start;
    const last = (before ? before[end]! : end) - 1;
    if (last < first) return;
    this.#enter(cash + quantity * close[closing[first]!]!, last - first + 1);
    if (this.#heldReturns.holdsAll(cash, quantity)) {
      this.#heldReturns.add(first, last, cash / quantity, this.#returns);
      this.#previous = cash + quantity * close[closing[last]!]!;
    } else this.#walk(first, last, cash, quantity);
  }

  /** The close of the last bar of all. */
  finish(value: number): void {
    this.#enter(value, 1);
    this.#previous = value;
  }

  /** Writes what the returns so far amount to; `deepest` is the deepest drawdown as a fraction, 0 where it is not known. */
  write(rows: Float64Array, offset: number, deepest: number): void {
    const count = this.#seen;
    if (count === 0) return;
    const { periodsPerYear } = this.#periods;
    const growth = this.#wipedOut ? 0 : (this.#previous / this.#firstClose) ** (1 / count) - 1;
    const annual = (1 + growth) ** periodsPerYear - 1;
    rows[offset + FIELD.annualizedReturnPct] = annual * 100;
    if (deepest > 0) rows[offset + FIELD.calmar] = annual / deepest;
    const { sum, squares } = this.#returns;
    const downside = Math.sqrt(this.#returns.downside / count) * Math.sqrt(periodsPerYear);
    if (downside > 0) rows[offset + FIELD.sortino] = annual / downside;
    if (count < 2) return;
    const variance = Math.max(0, (squares - (sum * sum) / count) / (count - 1));
    const squared = (1 + growth) ** 2;
    const volatility = Math.sqrt((variance + squared) ** periodsPerYear - squared ** periodsPerYear);
    if (!Number.isFinite(volatility)) return;
    rows[offset + FIELD.volatilityPct] = volatility * 100;
    if (volatility === 0) return;
    rows[offset + FIELD.sharpe] = annual / volatility;
    rows[offset + FIELD.periodSharpe] = sum / count / Math.sqrt(variance);
  }

  /** The first of `periods` closes of a stretch; returns how many of them are ends of returns. */
  #enter(value: number, periods: number): number {
    const seen = this.#hasClose ? periods : periods - 1;
    if (this.#hasClose) this.#addReturn(value / this.#previous - 1);
    else this.#firstClose = value;
    this.#hasClose = true;
    this.#seen += seen;
    return seen;
  }

  #addReturn(change: number): void {
    const returns = this.#returns;
    returns.sum += change;
    returns.squares += change * change;
    if (!(change >= 0)) returns.downside += change * change;
    if (change <= -1) this.#wipedOut = true;
  }

  /** Returns between the closes of periods `first` and `last`, one by one. */
  #walk(first: number, last: number, cash: number, quantity: number): void {
    const close = this.#close;
    const { last: closing } = this.#periods;
    let { sum, squares, downside } = this.#returns;
    let previous = cash + quantity * close[closing[first]!]!;
    for (let period = first + 1; period <= last; period++) {
      const value = cash + quantity * close[closing[period]!]!;
      const change = value / previous - 1;
      const loss = Math.min(change, 0);
      sum += change;
      squares += change * change;
      downside += loss * loss;
      previous = value;
    }
    this.#returns.sum = sum;
    this.#returns.squares = squares;
    this.#returns.downside = downside;
    this.#previous = previous;
  }
}
