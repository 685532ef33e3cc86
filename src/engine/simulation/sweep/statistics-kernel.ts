import type { BarColumns } from '#domain/market/bar';
import type { PeriodTally } from './period-tally.ts';
import { bookedPrice, lastDecidingBar, type TrialRules, trialQuantity } from './trial-rules.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialScanner } from './vector-strategies.ts';

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
  readonly #tally: PeriodTally;
  readonly #decidingEnd: number;
  #sinks: KernelSinks = {};

  // Fractions begin as NaN: a field that begins whole is compiled anew when its first fraction comes.
  #cash = Number.NaN;
  #quantity = Number.NaN;
  #evaluated = 0;
  #seek = 0;
  #isRuined = false;
  #entryPrice = Number.NaN;
  /** The price of the entry as the bars have it. */
  #entryQuote = Number.NaN;
  #entryBar = -1;
  #entryFee = Number.NaN;
  #lastExit = -1;
  #equity = Number.NaN;
  #peak = Number.NaN;
  #deepest = Number.NaN;
  #held = 0;
  #trades = 0;
  #wins = 0;
  #gained = Number.NaN;
  #lost = Number.NaN;
  #fees = Number.NaN;

  constructor(bars: BarColumns, rules: TrialRules, tally: PeriodTally) {
    this.#bars = bars;
    this.#rules = rules;
    this.#tally = tally;
    this.#decidingEnd = lastDecidingBar(rules, bars.length) + 1;
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
    this.#isRuined = false;
    this.#tally.begin();
    this.#quantity = this.#evaluated = this.#seek = this.#deepest = 0;
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
    if (this.#quantity !== 0) this.#evaluateHeld(end);
    // Without a position, or ruined within: the rest of the bars are flat.
    if (this.#evaluated < end) this.#evaluateFlat(end);
  }

  #evaluateFlat(end: number): void {
    const value = this.#cash;
    this.#sinks.equity?.fill(value, this.#evaluated, end);
    this.#tally.addFlat(this.#evaluated, end, value);
    this.#addValue(value);
    this.#equity = value;
    this.#evaluated = end;
  }

  #addValue(value: number): void {
    if (value > this.#peak) this.#peak = value;
    else if (this.#peak !== 0) this.#deepest = Math.max(this.#deepest, 1 - value / this.#peak);
  }

  /** Follows the drawdown, bar by bar, to `end` or to the bar of ruin. */
  #evaluateHeld(end: number): void {
    const { close } = this.#bars;
    const start = this.#evaluated;
    const cash = this.#cash;
    const quantity = this.#quantity;
    let peak = this.#peak;
    let deepest = this.#deepest;
    // Below this the drawdown is the deepest so far: a test that is seldom true, and costs no division.
    let floor = peak * (1 - deepest);
    let bar = start;
    for (; bar < end; bar++) {
      const value = cash + quantity * close[bar]!;
      if (value > peak) {
        peak = value;
        floor = peak * (1 - deepest);
      } else if (value < floor) {
        if (value <= 0) break;
        deepest = 1 - value / peak;
        floor = value;
      }
    }
    this.#peak = peak;
    this.#deepest = deepest;
    this.#tally.addHeld(start, bar, cash, quantity);
    const { equity } = this.#sinks;
    if (equity !== undefined) for (let i = start; i < bar; i++) equity[i] = cash + quantity * close[i]!;
    if (bar > start) this.#equity = cash + quantity * close[bar - 1]!;
    this.#evaluated = bar;
    if (bar === end) return;
    this.#close(bar, close[bar]!);
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
    this.#tally.finish(value);
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
    this.#tally.write(rows, offset, this.#deepest);
  }
}
