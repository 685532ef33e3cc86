import { contractMultiplier } from '#domain/instruments/option-contract';
import type { Fill, Order } from '#domain/orders/order';
import { applyFill, FLAT_POSITION, type LedgerPosition, positionValue } from '#domain/portfolio/ledger';
import type { ClosedTrade } from '#domain/risk/protections/breach';
import { absoluteDecimal, decimalToNumber, parseDecimal } from '#domain/values/decimal';
import type { Journal } from '../journal/journal.ts';
import type { IntentPayload } from '../journal/record-kinds.ts';

/** Fills and orders of an account read back at a start, newest. */
const READ = 20_000;
const ORDERS_READ = 500;
const TRADES_KEPT = 1_000;
const QUANTITIES_KEPT = 50;

const STOPS: readonly Order['type'][] = ['stop', 'stop-limit', 'trailing-stop', 'trailing-stop-limit'];

/** What one account has ordered and closed, as its protections count it. */
export class TradeHistory {
  /** Oldest first, the newest thousand. */
  trades: readonly ClosedTrade[] = [];
  readonly #journal: Journal;
  readonly #account: string;
  readonly #quantities = new Map<string, number[]>();
  /** Positions as of the newest fill, to tell what the next one realises. */
  readonly #positions = new Map<string, LedgerPosition>();

  constructor(journal: Journal, account: string) {
    this.#journal = journal;
    this.#account = account;
    for (const fill of journal.store.fills(account, READ).sort((a, b) => a.eventTime - b.eventTime))
      this.#book(fill);
    for (const order of journal.store.orders(account, ORDERS_READ).reverse())
      this.#ordered(order.symbol, decimalToNumber(order.quantity));
  }

  intended({ symbol, quantity }: Pick<IntentPayload, 'symbol' | 'quantity'>): void {
    this.#ordered(symbol, decimalToNumber(parseDecimal(quantity)));
  }

  /** Units of the newest orders of a symbol, at most so many. */
  quantities(symbol: string, count: number): number[] {
    return (this.#quantities.get(symbol) ?? []).slice(-count);
  }

  /** A fill was booked. Whether it closed anything; of another account it does not. */
  filled(clientOrderId: string, eventTime: number): boolean {
    const order = this.#journal.projection.order(clientOrderId);
    if (order?.account !== this.#account) return false;
    const closed = symbolsOf(order).map((symbol) => {
      const before = this.#positions.get(symbol) ?? FLAT_POSITION;
      const after = this.#journal.projection.position(this.#account, symbol) ?? FLAT_POSITION;
      this.#positions.set(symbol, after);
      return this.#close({ ...order, symbol }, before, after, eventTime);
    });
    return closed.includes(true);
  }

  #ordered(symbol: string, quantity: number): void {
    const known = this.#quantities.get(symbol) ?? [];
    known.push(quantity);
    if (known.length > QUANTITIES_KEPT) known.shift();
    this.#quantities.set(symbol, known);
  }

  #book(fill: Fill): void {
    const before = this.#positions.get(fill.symbol) ?? FLAT_POSITION;
    const money = { cash: 0n, feesPaid: 0n, realizedPnl: 0n };
    const multiplier = contractMultiplier(fill.symbol);
    const { position } = applyFill({ account: money, position: before, fill, multiplier });
    this.#positions.set(fill.symbol, position);
    const order = this.#journal.projection.order(fill.clientOrderId);
    if (order) this.#close({ ...order, symbol: fill.symbol }, before, position, fill.eventTime);
  }

  #close(order: Order, before: LedgerPosition, after: LedgerPosition, closedTime: number): boolean {
    const isSameSide = before.quantity > 0n === after.quantity > 0n || after.quantity === 0n;
    const left = isSameSide ? absoluteDecimal(after.quantity) : 0n;
    const closed = absoluteDecimal(before.quantity) - left;
    if (before.quantity === 0n || closed <= 0n) return false;
    const { clientOrderId, symbol, type } = order;
    const last = this.trades.at(-1);
    const isMore = last?.clientOrderId === clientOrderId && last.symbol === symbol;
    const cost = positionValue(closed, before.averagePrice, contractMultiplier(symbol));
    const trade: ClosedTrade = {
      clientOrderId,
      symbol,
      closedTime,
      profit: decimalToNumber(after.realizedPnl - before.realizedPnl) + (isMore ? last.profit : 0),
      cost: decimalToNumber(cost) + (isMore ? last.cost : 0),
      isStop: STOPS.includes(type),
    };
    const earlier = isMore ? this.trades.slice(0, -1) : this.trades;
    this.trades = [...earlier, trade].slice(-TRADES_KEPT);
    return true;
  }
}

/** What an order trades: its legs, or its symbol. */
function symbolsOf({ symbol, legs }: Order): readonly string[] {
  return legs?.map((leg) => leg.symbol) ?? [symbol];
}
