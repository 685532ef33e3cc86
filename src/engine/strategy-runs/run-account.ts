import { decimalToNumber } from '#domain/values/decimal';
import type { TradingAccount } from '../trading/trading-account.ts';
import type { CourseRow } from './run-bars.ts';
import type { RunAccountNow } from './run-messages.ts';
import { isOrderOf } from './run-order-list.ts';

/** A run's account at the prices that the run has seen, which are those its orders have met. */
export class RunAccount {
  readonly #runId: string;
  readonly #account: Pick<TradingAccount, 'book' | 'orders'>;
  readonly #symbols: readonly string[];
  readonly #last: number[];
  readonly #bid: number[];
  readonly #ask: number[];

  constructor(runId: string, account: Pick<TradingAccount, 'book' | 'orders'>, symbols: readonly string[]) {
    this.#runId = runId;
    this.#account = account;
    this.#symbols = symbols;
    this.#last = symbols.map(() => Number.NaN);
    this.#bid = symbols.map(() => Number.NaN);
    this.#ask = symbols.map(() => Number.NaN);
  }

  take(instrument: number, { last, bid, ask }: CourseRow): void {
    if (!Number.isNaN(last)) this.#last[instrument] = last;
    else if (Number.isNaN(this.#last[instrument]!)) this.#last[instrument] = (bid + ask) / 2;
    if (!Number.isNaN(bid)) this.#bid[instrument] = bid;
    if (!Number.isNaN(ask)) this.#ask[instrument] = ask;
  }

  now(): RunAccountNow {
    const { book } = this.#account;
    const cash = decimalToNumber(book.accountRow().cash);
    let equity = cash;
    let gross = 0;
    for (const row of book.held()) {
      const own = this.#symbols.indexOf(row.symbol);
      const seen = own < 0 ? Number.NaN : this.#last[own]!;
      const price = Number.isNaN(seen)
        ? (book.lastPrice(row.symbol) ?? decimalToNumber(row.averagePrice))
        : seen;
      const value = decimalToNumber(row.quantity) * price;
      equity += value;
      gross += Math.abs(value);
    }
    const positions = this.#symbols.map((symbol) => book.position(symbol));
    return {
      cash,
      equity,
      buyingPower: Math.max(0, equity - gross),
      last: [...this.#last],
      bid: [...this.#bid],
      ask: [...this.#ask],
      quantity: positions.map((row) => (row ? decimalToNumber(row.quantity) : 0)),
      averagePrice: positions.map((row) => (row ? decimalToNumber(row.averagePrice) : 0)),
      ...this.#marketOrders(),
    };
  }

  /** What is left of its own market orders: on a simulated venue they fill on the next tick, at a broker when it says so. */
  #marketOrders(): Pick<RunAccountNow, 'buying' | 'selling'> {
    const buying = this.#symbols.map(() => 0);
    const selling = this.#symbols.map(() => 0);
    for (const order of this.#account.orders.openOrders()) {
      const instrument = this.#symbols.indexOf(order.symbol);
      if (instrument < 0 || order.type !== 'market' || !isOrderOf(this.#runId, order)) continue;
      const left = decimalToNumber(order.quantity - order.filledQuantity);
      (order.side === 'buy' ? buying : selling)[instrument]! += left;
    }
    return { buying, selling };
  }
}
