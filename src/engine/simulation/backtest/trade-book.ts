import type { Units } from '#domain/values/units';

/** A round trip, or an open trade whose exit is −1 and NaN. Bars are indices into the curve of equity. */
export interface BookedTrade {
  readonly instrument: number;
  readonly side: 'long' | 'short';
  /** Largest quantity held in it. */
  quantity: number;
  readonly entryBar: number;
  readonly entryTime: number;
  /** Mean price of what enlarged it, and of what reduced it. */
  entryPrice: number;
  exitBar: number;
  exitTime: number;
  exitPrice: number;
  /** After all its fees; of an open trade, what is realised so far. */
  pnl: number;
  /** Percentage of the entry value. */
  returnPct: number;
}

/** What a trade book is told of a fill that the ledger has booked. */
export interface TradeFill {
  readonly instrument: number;
  /** Signed, before the fill. */
  readonly held: Units;
  readonly isBuy: boolean;
  readonly quantity: Units;
  readonly price: number;
  readonly realized: Units;
  readonly fee: Units;
  readonly time: number;
  readonly bar: number;
}

interface OpenTrade {
  readonly trade: BookedTrade;
  /** After fees, in units. */
  profit: Units;
  entered: number;
  left: number;
}

/** Round trips from flat to flat, per instrument. */
export class TradeBook {
  readonly trades: BookedTrade[] = [];
  readonly #open: (OpenTrade | undefined)[] = [];

  /** What the instrument's open trade has realised so far, after its fees. */
  openProfit(instrument: number): number {
    return (this.#open[instrument]?.profit ?? 0) / 1e8;
  }

  add(fill: TradeFill): void {
    const { instrument, held, isBuy, quantity, fee } = fill;
    const open = this.#open[instrument];
    if (!open) {
      this.#enter(fill, quantity, fee);
    } else if (held > 0 === isBuy) {
      const { trade } = open;
      const amount = quantity / 1e8;
      trade.entryPrice = (trade.entryPrice * open.entered + fill.price * amount) / (open.entered + amount);
      open.entered += amount;
      open.profit += fill.realized - fee;
      trade.quantity = Math.max(trade.quantity, (Math.abs(held) + quantity) / 1e8);
    } else {
      const closing = Math.min(quantity, Math.abs(held));
      const share = closing === quantity ? fee : Math.round((fee * closing) / quantity);
      this.#leave(open, fill, closing, share);
      if (closing < Math.abs(held)) return;
      this.#open[instrument] = undefined;
      if (closing < quantity) this.#enter(fill, quantity - closing, fee - share);
    }
  }

  #enter(fill: TradeFill, quantity: Units, fee: Units): void {
    const trade: BookedTrade = {
      instrument: fill.instrument,
      side: fill.isBuy ? 'long' : 'short',
      quantity: quantity / 1e8,
      entryBar: fill.bar,
      entryTime: fill.time,
      entryPrice: fill.price,
      exitBar: -1,
      exitTime: Number.NaN,
      exitPrice: Number.NaN,
      pnl: 0,
      returnPct: 0,
    };
    this.trades.push(trade);
    this.#open[fill.instrument] = { trade, profit: -fee, entered: quantity / 1e8, left: 0 };
  }

  #leave(open: OpenTrade, fill: TradeFill, closing: Units, fee: Units): void {
    const { trade } = open;
    const amount = closing / 1e8;
    open.profit += fill.realized - fee;
    trade.exitPrice =
      open.left === 0
        ? fill.price
        : (trade.exitPrice * open.left + fill.price * amount) / (open.left + amount);
    open.left += amount;
    trade.pnl = open.profit / 1e8;
    trade.returnPct = (trade.pnl / (trade.entryPrice * open.entered)) * 100;
    if (closing < Math.abs(fill.held)) return;
    trade.exitBar = fill.bar;
    trade.exitTime = fill.time;
  }
}
