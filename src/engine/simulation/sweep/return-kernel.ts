import type { BarColumns } from '#domain/market/bar';
import type { PeriodTally } from './period-tally.ts';
import { bookedPrice, lastDecidingBar, type TrialRules, trialQuantity } from './trial-rules.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialScanner } from './vector-strategies.ts';

/**
 * The return of a trial, and with a tally the figures of its period returns: from trade to trade, bars in between are
 * only looked at for the ruin of a short. Trades where and as the event engine does; its exact books agree with these floats to some 1e-12.
 */
export class ReturnKernel {
  readonly #bars: BarColumns;
  readonly #rules: TrialRules;

  readonly #tally: PeriodTally | undefined;

  constructor(bars: BarColumns, rules: TrialRules, tally?: PeriodTally) {
    this.#bars = bars;
    this.#rules = rules;
    this.#tally = tally;
  }

  /** Runs the trial the scanner has taken; writes what it knows to its row, NaN elsewhere. */
  run(scanner: TrialScanner, rows: Float64Array, offset: number): void {
    const { open, close, length } = this.#bars;
    const rules = this.#rules;
    const tally = this.#tally;
    const { commission, isLongOnly, isFilledAtClose, closeAtEnd } = rules;
    const last = length - 1;
    const end = lastDecidingBar(rules, length) + 1;
    let cash = rules.cash;
    let quantity = 0;
    let trades = 0;
    let seek = 0;
    let watched = 0;
    tally?.begin();
    for (;;) {
      let up = quantity > 0 ? -1 : scanner.nextUp(seek, end);
      const isDownWanted = quantity > 0 || (!isLongOnly && quantity === 0);
      const down = isDownWanted ? scanner.nextDown(seek, up < 0 ? end : up) : -1;
      if (down >= 0) up = -1;
      const signal = down >= 0 ? down : up;
      const fill = isFilledAtClose ? signal : signal + 1;
      if (quantity < 0) {
        const ruin = this.#ruinOf(cash, quantity, watched, signal < 0 ? length : fill);
        if (ruin >= 0) {
          tally?.addHeld(watched, ruin, cash, quantity);
          cash += quantity * bookedPrice(close[ruin]!) * (1 + commission);
          quantity = 0;
          trades += 1;
          watched = ruin;
          break;
        }
      }
      if (signal < 0) break;
      if (tally !== undefined) tellStretch(tally, watched, fill, cash, quantity);
      const price = bookedPrice(isFilledAtClose ? close[fill]! : open[fill]!);
      if (quantity !== 0) {
        const value = quantity * price;
        cash += value - Math.abs(value) * commission;
        trades += 1;
        quantity = 0;
      }
      if (up >= 0 || !isLongOnly) {
        const units = trialQuantity(rules, cash, price);
        const value = units * price;
        quantity = up >= 0 ? units : -units;
        cash -= (up >= 0 ? value : -value) + value * commission;
      }
      seek = signal + 1;
      watched = fill;
    }
    if (tally !== undefined) tellStretch(tally, watched, last, cash, quantity);
    if (quantity !== 0) {
      const isClosed = closeAtEnd !== 'none';
      const price = closeAtEnd === 'last-open' ? open[last]! : close[last]!;
      const value = quantity * (isClosed ? bookedPrice(price) : price);
      cash += isClosed ? value - Math.abs(value) * commission : value;
      if (isClosed) trades += 1;
    }
    rows.fill(Number.NaN, offset, offset + TRIAL_FIELDS.length);
    rows[offset + FIELD.equityFinal] = cash;
    rows[offset + FIELD.returnPct] = (cash / rules.cash - 1) * 100;
    rows[offset + FIELD.trades] = trades;
    if (tally === undefined) return;
    tally.finish(cash);
    tally.write(rows, offset, 0);
  }

  /** First bar of a stretch at whose close a short has eaten the account up, or −1. */
  #ruinOf(cash: number, quantity: number, from: number, end: number): number {
    const { close } = this.#bars;
    for (let i = from; i < end; i++) if (cash + quantity * close[i]! <= 0) return i;
    return -1;
  }
}

function tellStretch(tally: PeriodTally, start: number, end: number, cash: number, quantity: number): void {
  if (quantity === 0) tally.addFlat(start, end, cash);
  else tally.addHeld(start, end, cash, quantity);
}
