import { checkLimits } from '#domain/risk/check-limits';
import { isClearlyWithinLimits } from '#domain/risk/clearly-within-limits';
import type { RiskLimits } from '#domain/risk/risk-limits';
import { decimalFromNumber } from '#domain/values/decimal';
import { isExact, multiplyUnits, type Units, unitsFromNumber } from '#domain/values/units';
import type { AccountBooks } from './account-books.ts';
import type { WorkingOrder } from './working-order.ts';

/** Share of what seems available that surely is, where it is known in float64 only. */
const SURE = 1 - 1e-9;

/** What can be borrowed is looked at when an order fills. */
const ANY_SHARES = {};

/** The risk hook: every order is judged by the limits that judge live ones, as soon as its quantity is known. */
export class OrderJudge {
  /** Set by the run when a day begins. */
  dayStartEquity = Number.NaN;
  readonly #limits: RiskLimits;
  readonly #leverage: number;

  constructor(limits: RiskLimits, leverage: number) {
    this.#limits = limits;
    this.#leverage = leverage;
  }

  /** Why an order is refused, empty when it is approved. */
  judge(books: AccountBooks, order: WorkingOrder, symbol: string, quantity: Units, price: number): string {
    return this.#isClear(books, order, quantity, price)
      ? ''
      : this.#exactly(books, order, symbol, quantity, price);
  }

  #isClear(books: AccountBooks, order: WorkingOrder, quantity: Units, price: number): boolean {
    const { instrument, isBuy } = order;
    if (books.currencyOf[instrument] !== 0 || !(price > 0)) return false;
    const held = books.ledger.quantityUnits(instrument);
    const after = held + (isBuy ? quantity : -quantity);
    const isThroughFlat = held !== 0 && after !== 0 && held > 0 !== after > 0;
    const enlarged = Math.abs(after) - Math.abs(held);
    const stated = order.limit > 0 ? order.limit : order.stop;
    const at = unitsFromNumber(stated > price ? stated : price);
    const value = multiplyUnits(quantity, at);
    const valueAfter = after === quantity ? value : multiplyUnits(Math.abs(after), at);
    const opened = isThroughFlat || held === 0 ? valueAfter : multiplyUnits(Math.max(0, enlarged), at);
    const fee = books.ledger.commission(value, quantity);
    const isFlat = books.held.length === 0 && books.isSingle;
    const equity = isFlat ? books.ledger.cashUnits(0) : books.equity * 1e8;
    const gross = isFlat ? 0 : books.gross * 1e8;
    const present = held === 0 ? 0 : Math.abs(held) * price;
    const free = equity * this.#leverage - gross + (isThroughFlat ? present : 0);
    if (!isExact(opened + fee)) return false;
    return isClearlyWithinLimits({
      limits: this.#limits,
      equity,
      dayStartEquity: (Number.isNaN(this.dayStartEquity) ? books.equity : this.dayStartEquity) * 1e8,
      gross,
      present,
      opened,
      position: valueAfter,
      isThroughFlat,
      available: isFlat && this.#leverage === 1 ? free : free * SURE,
      fee,
      limitDistance: order.type === 'limit' ? (isBuy ? order.limit - price : price - order.limit) / price : 0,
    });
  }

  #exactly(books: AccountBooks, order: WorkingOrder, symbol: string, quantity: Units, price: number): string {
    const rate = books.rateOf(order.instrument);
    const equity = decimalFromNumber(books.equity);
    const isPriced = order.type === 'limit' || order.type === 'stop-limit';
    const verdict = checkLimits({
      intent: {
        origin: 'backtest',
        account: 'backtest',
        symbol,
        side: order.isBuy ? 'buy' : 'sell',
        type: order.type === 'limit' || order.type === 'stop' ? order.type : isPriced ? 'limit' : 'market',
        quantity: BigInt(quantity),
        ...(isPriced ? { limitPrice: decimalFromNumber(order.limit * rate) } : {}),
        ...(order.type === 'stop' ? { stopPrice: decimalFromNumber(order.stop * rate) } : {}),
        timeInForce: order.validity,
        reason: '',
        nonce: String(order.id),
      },
      portfolio: {
        cash: decimalFromNumber(books.cash),
        equity,
        dayStartEquity: Number.isNaN(this.dayStartEquity) ? equity : decimalFromNumber(this.dayStartEquity),
        rules: { leverage: this.#leverage, allowsShort: true, shortsOf: () => ANY_SHARES },
        holdings: books.held.map((instrument) => ({
          symbol: instrument === order.instrument ? symbol : `#${instrument}`,
          quantity: books.ledger.exactQuantity(instrument),
          lastPrice: books.last[instrument]! * books.rateOf(instrument),
        })),
      },
      limits: this.#limits,
      lastPrice: price * rate,
      instrument: { symbol, isTradable: true },
      fee: decimalFromNumber(books.ledger.estimatedFee(price, quantity / 1e8) * rate),
    });
    return verdict.reasons.join('; ');
  }
}
