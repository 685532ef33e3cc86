import type { BarColumns } from '#domain/market/bar';
import type { periodCloses } from '#domain/statistics/period-returns';
import { HeldReturns, type ReturnSums } from './held-returns.ts';
import { bookedPrice, lastDecidingBar, type TrialRules, trialQuantity } from './trial-rules.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialScanner } from './vector-strategies.ts';

type PeriodCloses = ReturnType<typeof periodCloses>;

/** A trade of a kernel; an open one leaves on bar −1. */
export interface KernelTrade {
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryBar: number;
  readonly entryPrice: number;
  readonly exitBar: number;
  readonly exitPrice: number;
  readonly pnl: number;
}

/** What a run may leave behind besides its row. */
export interface KernelSinks {
  /** As long as the bars: the account's value at each close. */
  readonly equity?: Float64Array;
  readonly trades?: KernelTrade[];
}

/**
 * A trial with all its statistics. Trades where and as the event engine does and defines its figures alike
 * (`performanceStatistics`); bars without a position cost next to nothing.
 */
export class StatisticsKernel {
  readonly #bars: BarColumns;
  readonly #rules: TrialRules;
  readonly #periods: PeriodCloses;
  /** 1 where a period closes; undefined when every bar is one. */
  readonly #closesPeriod: Uint8Array | undefined;
  /** Periods closed before each bar. */
  readonly #closesBefore: Int32Array | undefined;
  readonly #decidingEnd: number;
  readonly #heldReturns: HeldReturns;
  #sinks: KernelSinks = {};

  #cash = 0;
  #quantity = 0;
  #evaluated = 0;
  #seek = 0;
  #isRuined = false;
  #entryPrice = 0;
  /** The price of the entry as the bars have it. */
  #entryQuote = 0;
  #entryBar = -1;
  #entryFee = 0;
  #lastExit = -1;
  #equity = 0;
  #hasClose = false;
  #previous = 0;
  #firstClose = 0;
  #periodsSeen = 0;
  readonly #returns: ReturnSums = { sum: 0, squares: 0, downside: 0 };
  #wipedOut = false;
  #peak = 0;
  #deepest = 0;
  #held = 0;
  #trades = 0;
  #wins = 0;
  #gained = 0;
  #lost = 0;
  #fees = 0;

  constructor(bars: BarColumns, rules: TrialRules, periods: PeriodCloses) {
    this.#bars = bars;
    this.#rules = rules;
    this.#periods = periods;
    this.#decidingEnd = lastDecidingBar(rules, bars.length) + 1;
    this.#heldReturns = new HeldReturns(bars.close, periods.last);
    if (periods.last.length === bars.length) return;
    const closes = new Uint8Array(bars.length);
    for (const bar of periods.last) closes[bar] = 1;
    const before = new Int32Array(bars.length + 1);
    for (let i = 0; i < bars.length; i++) before[i + 1] = before[i]! + closes[i]!;
    this.#closesPeriod = closes;
    this.#closesBefore = before;
  }

  /** Runs the trial the scanner has taken and writes its row. */
  run(scanner: TrialScanner, rows: Float64Array, offset: number, sinks: KernelSinks = {}): void {
    this.begin(sinks);
    this.advance(scanner, this.#bars.length);
    this.finish(rows, offset);
  }

  begin(sinks: KernelSinks = {}): void {
    const { cash } = this.#rules;
    this.#sinks = sinks;
    this.#cash = cash;
    this.#equity = cash;
    this.#peak = Number.NEGATIVE_INFINITY;
    this.#entryBar = -1;
    this.#lastExit = -1;
    this.#hasClose = false;
    this.#isRuined = false;
    this.#wipedOut = false;
    this.#quantity = this.#evaluated = this.#seek = this.#periodsSeen = 0;
    this.#returns.sum = this.#returns.squares = this.#returns.downside = this.#deepest = 0;
    this.#held = this.#trades = this.#wins = this.#gained = this.#lost = this.#fees = 0;
  }

  /** Handles bars up to `end` (exclusive), the fill of a decision on its last bar included; the last of all waits for the end. */
  advance(scanner: TrialScanner, end: number): void {
    const { isLongOnly, isFilledAtClose } = this.#rules;
    const seekEnd = Math.min(end, this.#decidingEnd);
    while (!this.#isRuined && this.#seek < seekEnd) {
      const stance = this.#quantity;
      let up = stance > 0 ? -1 : scanner.nextUp(this.#seek, seekEnd);
      const isDownWanted = stance > 0 || (!isLongOnly && stance === 0);
      const down = isDownWanted ? scanner.nextDown(this.#seek, up < 0 ? seekEnd : up) : -1;
      if (down >= 0) up = -1;
      const signal = down >= 0 ? down : up;
      if (signal < 0) {
        this.#seek = seekEnd;
        break;
      }
      const fill = isFilledAtClose ? signal : signal + 1;
      this.#evaluate(fill);
      if (this.#isRuined) break;
      this.#fill(fill, isFilledAtClose ? this.#bars.close[fill]! : this.#bars.open[fill]!, up >= 0);
      this.#seek = signal + 1;
    }
    this.#evaluate(Math.min(end, this.#bars.length - 1));
  }

  #fill(bar: number, given: number, isUp: boolean): void {
    if (this.#quantity !== 0) this.#close(bar, given);
    if (!isUp && this.#rules.isLongOnly) return;
    const price = bookedPrice(given);
    const units = trialQuantity(this.#rules, this.#cash, price);
    if (units === 0) return;
    const value = units * price;
    this.#entryFee = value * this.#rules.commission;
    this.#quantity = isUp ? units : -units;
    this.#cash -= (isUp ? value : -value) + this.#entryFee;
    this.#fees += this.#entryFee;
    this.#entryPrice = price;
    this.#entryQuote = given;
    this.#entryBar = bar;
  }

  #close(bar: number, given: number): void {
    const price = bookedPrice(given);
    const quantity = this.#quantity;
    const value = quantity * price;
    const fee = Math.abs(value) * this.#rules.commission;
    const pnl = (price - this.#entryPrice) * quantity - fee - this.#entryFee;
    const share = pnl / (this.#entryPrice * Math.abs(quantity));
    this.#cash += value - fee;
    this.#fees += fee;
    this.#trades += 1;
    if (pnl > 0) this.#wins += 1;
    if (share > 0) this.#gained += share;
    else this.#lost -= share;
    this.#held += bar - this.#entryBar + (this.#lastExit === this.#entryBar ? 0 : 1);
    this.#tell(bar, given, pnl);
    this.#lastExit = bar;
    this.#entryBar = -1;
    this.#quantity = 0;
  }

  #tell(exitBar: number, exitPrice: number, pnl: number): void {
    this.#sinks.trades?.push({
      side: this.#quantity > 0 ? 'long' : 'short',
      quantity: Math.abs(this.#quantity),
      entryBar: this.#entryBar,
      entryPrice: this.#entryQuote,
      exitBar,
      exitPrice,
      pnl,
    });
  }

  #evaluate(end: number): void {
    if (this.#evaluated >= end) return;
    if (this.#quantity === 0) this.#evaluateFlat(end);
    else if (this.#sinks.equity === undefined && this.#heldReturns.holdsAll(this.#cash, this.#quantity))
      this.#evaluateInvested(end);
    else {
      this.#evaluateHeld(end);
      // Ruined within: the rest of the bars are flat.
      if (this.#evaluated < end) this.#evaluateFlat(end);
    }
  }

  #evaluateFlat(end: number): void {
    const value = this.#cash;
    const start = this.#evaluated;
    this.#sinks.equity?.fill(value, start, end);
    const before = this.#closesBefore;
    const periods = before ? before[end]! - before[start]! : end - start;
    if (periods > 0) {
      if (this.#hasClose) this.#addReturn(value / this.#previous - 1);
      else this.#firstClose = value;
      const seen = this.#hasClose ? periods : periods - 1;
      // Nothing has no growth: figures over such periods have no value.
      if (value === 0 && (seen > 1 || (seen === 1 && !this.#hasClose))) this.#addReturn(Number.NaN);
      this.#periodsSeen += seen;
      this.#hasClose = true;
      this.#previous = value;
    }
    this.#addValue(value);
    this.#equity = value;
    this.#evaluated = end;
  }

  #addReturn(change: number): void {
    const returns = this.#returns;
    returns.sum += change;
    returns.squares += change * change;
    if (!(change >= 0)) returns.downside += change * change;
    if (change <= -1) this.#wipedOut = true;
  }

  #addValue(value: number): void {
    if (value > this.#peak) this.#peak = value;
    else if (this.#peak !== 0) this.#deepest = Math.max(this.#deepest, 1 - value / this.#peak);
  }

  /** As {@link #evaluateHeld} for a position that is all there is: its returns are known, it cannot be ruined. */
  #evaluateInvested(end: number): void {
    const { close } = this.#bars;
    const start = this.#evaluated;
    const cash = this.#cash;
    const quantity = this.#quantity;
    const before = this.#closesBefore;
    const first = before ? before[start]! : start;
    const last = (before ? before[end]! : end) - 1;
    if (last >= first) {
      const closing = this.#periods.last;
      const value = cash + quantity * close[closing[first]!]!;
      if (this.#hasClose) this.#addReturn(value / this.#previous - 1);
      else this.#firstClose = value;
      this.#periodsSeen += last - first + (this.#hasClose ? 1 : 0);
      this.#hasClose = true;
      this.#heldReturns.add(first, last, cash / quantity, this.#returns);
      this.#previous = cash + quantity * close[closing[last]!]!;
    }
    this.#followDrawdown(start, end);
    this.#equity = cash + quantity * close[end - 1]!;
    this.#evaluated = end;
  }

  #followDrawdown(start: number, end: number): void {
    const { close } = this.#bars;
    const cash = this.#cash;
    const quantity = this.#quantity;
    let peak = this.#peak;
    let deepest = this.#deepest;
    // Below this the drawdown is the deepest so far: a test that is seldom true, and costs no division.
    let floor = peak * (1 - deepest);
    for (let i = start; i < end; i++) {
      const value = cash + quantity * close[i]!;
      if (value > peak) {
        peak = value;
        floor = peak * (1 - deepest);
      } else if (value < floor) {
        deepest = 1 - value / peak;
        floor = value;
      }
    }
    this.#peak = peak;
    this.#deepest = deepest;
  }

  #evaluateHeld(end: number): void {
    const { close } = this.#bars;
    const closesPeriod = this.#closesPeriod;
    const sink = this.#sinks.equity;
    const cash = this.#cash;
    const quantity = this.#quantity;
    let previous = this.#previous;
    let hasClose = this.#hasClose;
    let { sum, squares, downside } = this.#returns;
    let peak = this.#peak;
    let deepest = this.#deepest;
    // Below this the drawdown is the deepest so far: a test that is seldom true, and costs no division.
    let floor = peak * (1 - deepest);
    let seen = this.#periodsSeen;
    let value = this.#equity;
    let ruin = -1;
    for (let i = this.#evaluated; i < end; i++) {
      value = cash + quantity * close[i]!;
      if (value <= 0) {
        ruin = i;
        break;
      }
      if (sink !== undefined) sink[i] = value;
      if (closesPeriod === undefined || closesPeriod[i] === 1) {
        if (hasClose) {
          const change = value / previous - 1;
          sum += change;
          squares += change * change;
          const loss = Math.min(change, 0);
          downside += loss * loss;
          seen += 1;
        } else {
          hasClose = true;
          this.#firstClose = value;
        }
        previous = value;
      }
      if (value > peak) {
        peak = value;
        floor = peak * (1 - deepest);
      } else if (value < floor) {
        deepest = 1 - value / peak;
        floor = value;
      }
    }
    this.#previous = previous;
    this.#hasClose = hasClose;
    this.#returns.sum = sum;
    this.#returns.squares = squares;
    this.#returns.downside = downside;
    this.#peak = peak;
    this.#deepest = deepest;
    this.#periodsSeen = seen;
    this.#equity = value;
    this.#evaluated = ruin < 0 ? end : ruin;
    if (ruin < 0) return;
    this.#close(ruin, close[ruin]!);
    this.#isRuined = true;
  }

  /** Handles the last bar, leaves the market as the rules say, and writes the row. */
  finish(rows: Float64Array, offset: number): void {
    const { open, close, length } = this.#bars;
    const { closeAtEnd } = this.#rules;
    const last = length - 1;
    let value = this.#cash + this.#quantity * close[last]!;
    if (this.#quantity !== 0 && (closeAtEnd !== 'none' || value <= 0)) {
      const isAtOpen = closeAtEnd === 'last-open' && value > 0;
      this.#close(last, isAtOpen ? open[last]! : close[last]!);
      value = this.#cash;
    }
    if (this.#sinks.equity) this.#sinks.equity[last] = value;
    if (this.#hasClose) {
      this.#addReturn(value / this.#previous - 1);
      this.#periodsSeen += 1;
    } else this.#firstClose = value;
    this.#previous = value;
    this.#addValue(value);
    this.#equity = value;
    this.#evaluated = length;
    if (this.#quantity !== 0) {
      const pnl = (close[last]! - this.#entryPrice) * this.#quantity - this.#entryFee;
      this.#tell(-1, Number.NaN, pnl);
    }
    this.write(rows, offset);
  }

  /** Writes the row of the bars handled so far, an open trade marked to its close. */
  write(rows: Float64Array, offset: number): void {
    const isDoubleCounted = this.#lastExit === this.#entryBar;
    const openBars = this.#entryBar < 0 ? 0 : this.#evaluated - this.#entryBar - (isDoubleCounted ? 1 : 0);
    const trades = this.#trades;
    rows.fill(Number.NaN, offset, offset + TRIAL_FIELDS.length);
    rows[offset + FIELD.equityFinal] = this.#equity;
    rows[offset + FIELD.returnPct] = (this.#equity / this.#rules.cash - 1) * 100;
    rows[offset + FIELD.maxDrawdownPct] = this.#deepest === 0 ? 0 : -this.#deepest * 100;
    rows[offset + FIELD.exposurePct] = ((this.#held + openBars) / this.#evaluated) * 100;
    rows[offset + FIELD.trades] = trades;
    if (trades > 0) rows[offset + FIELD.winRatePct] = (this.#wins / trades) * 100;
    if (this.#lost > 0) rows[offset + FIELD.profitFactor] = this.#gained / this.#lost;
    rows[offset + FIELD.feesPaid] = this.#fees;
    this.#writeAnnual(rows, offset);
  }

  /** The figures over calendar periods; definitions of `performanceStatistics`. */
  #writeAnnual(rows: Float64Array, offset: number): void {
    const count = this.#periodsSeen;
    if (count === 0) return;
    const { periodsPerYear } = this.#periods;
    const growth = this.#wipedOut ? 0 : (this.#previous / this.#firstClose) ** (1 / count) - 1;
    const annual = (1 + growth) ** periodsPerYear - 1;
    rows[offset + FIELD.annualizedReturnPct] = annual * 100;
    if (this.#deepest > 0) rows[offset + FIELD.calmar] = annual / this.#deepest;
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
}
