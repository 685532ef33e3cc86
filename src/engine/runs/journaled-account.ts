import type { BarColumns } from '#domain/market/bar';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { Fill } from '#domain/orders/order';
import type { RanAccount } from '../simulation/backtest/account-result.ts';
import { EquityRecord } from '../simulation/backtest/equity-record.ts';
import { ExactLedger } from '../simulation/backtest/exact-ledger.ts';
import { TradeBook } from '../simulation/backtest/trade-book.ts';
import type { OrderListHash } from '../simulation/order-list-hash.ts';

export interface JournaledAccountOptions {
  readonly currency: string;
  /** At the start. */
  readonly cash: number;
  readonly timeframe: Timeframe;
  /** By symbol; equal timeframes, each with the bars of the whole time. */
  readonly series: readonly { readonly symbol: string; readonly bars: BarColumns }[];
  /** Oldest first; of the symbols above alone. */
  readonly fills: readonly Fill[];
  /** Over the orders and fills. */
  readonly hash: OrderListHash;
  readonly orders: number;
}

/**
 * An account as its fills tell it, bar by bar: what a tear sheet needs, by the same books as a backtest. A fill counts in
 * the bar in whose time it happened; the account is worth its cash and its positions at each close.
 */
export class JournaledAccount implements RanAccount {
  readonly desk: RanAccount['desk'];
  readonly books: RanAccount['books'];
  readonly inputs: RanAccount['inputs'];
  readonly equity: EquityRecord;
  readonly marginCalls = 0;
  readonly isRuined = false;
  readonly events: number;
  readonly notes: readonly string[] = [];
  readonly #ledger: ExactLedger;
  readonly #trades: TradeBook;
  readonly #symbols: ReadonlyMap<string, number>;
  #fees = 0;

  constructor({ currency, cash, timeframe, series, fills, hash, orders }: JournaledAccountOptions) {
    this.inputs = series.map(({ symbol, bars }) => ({ symbol, series: [{ timeframe, bars }] }));
    this.#symbols = new Map(series.map(({ symbol }, i) => [symbol, i]));
    this.#ledger = new ExactLedger(new Uint16Array(series.length), 1);
    this.#ledger.deposit(0, cash);
    this.#trades = new TradeBook(series.length);
    this.books = {
      currency,
      last: new Float64Array(series.length).fill(Number.NaN),
      quantity: new Float64Array(series.length),
      ledger: this.#ledger,
      feesPaid: () => this.#fees / 1e8,
    };
    const counts = {
      placed: orders,
      filled: fills.length,
      cancelled: 0,
      expired: 0,
      refused: 0,
      ambiguousBars: 0,
    };
    this.desk = { trades: this.#trades, counts, hash };
    const times = [...new Set(series.flatMap(({ bars }) => [...bars.time]))].sort((a, b) => a - b);
    this.events = times.length;
    this.equity = new EquityRecord(times.length);
    this.#walk(times, timeframeMs(timeframe), series, fills);
  }

  #walk(
    times: readonly number[],
    span: number,
    series: JournaledAccountOptions['series'],
    fills: readonly Fill[],
  ): void {
    const places = series.map(() => 0);
    let next = 0;
    for (const [bar, time] of times.entries()) {
      for (; next < fills.length && fills[next]!.eventTime < time + span; next++)
        this.#book(fills[next]!, bar);
      for (const [i, { bars }] of series.entries())
        if (bars.time[places[i]!] === time) {
          this.books.last[i] = bars.close[places[i]!]!;
          places[i]! += 1;
        }
      this.equity.add(time, this.#worth());
    }
    for (; next < fills.length; next++) this.#book(fills[next]!, times.length - 1);
    this.equity.replaceLast(this.#worth());
  }

  #book({ symbol, side, quantity, price, fee, eventTime }: Fill, bar: number): void {
    const instrument = this.#symbols.get(symbol);
    if (instrument === undefined) return;
    const ledger = this.#ledger;
    const isBuy = side === 'buy';
    const units = Number(quantity);
    const feeUnits = Number(fee);
    const held = ledger.quantityUnits(instrument);
    ledger.book(instrument, isBuy, units, Number(price));
    ledger.deposit(0, -feeUnits / 1e8);
    this.#fees += feeUnits;
    this.books.quantity[instrument] = ledger.quantity(instrument);
    if (Number.isNaN(this.books.last[instrument]!)) this.books.last[instrument] = Number(price) / 1e8;
    this.#trades.add({
      instrument,
      held,
      isBuy,
      quantity: units,
      price: Number(price) / 1e8,
      realized: ledger.realized,
      fee: feeUnits,
      time: eventTime,
      bar,
    });
  }

  #worth(): number {
    const { last, quantity } = this.books;
    return quantity.reduce(
      (sum, held, i) => (held === 0 ? sum : sum + held * last[i]!),
      this.#ledger.cash(0),
    );
  }
}
