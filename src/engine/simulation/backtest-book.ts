import type { BacktestOptions } from '#contract/services/backtests';
import type { Side } from '#domain/orders/order';
import { affordableQuantity } from '#domain/portfolio/affordable-quantity';
import {
  applyFill,
  FLAT_POSITION,
  fillValue,
  type LedgerAccount,
  type LedgerPosition,
} from '#domain/portfolio/ledger';
import {
  absoluteDecimal,
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  multiplyDecimal,
} from '#domain/values/decimal';
import { OrderListHash } from './order-list-hash.ts';

/** 1 long, 0 flat, −1 short. */
export type Stance = -1 | 0 | 1;

/** A round trip, or an open trade whose exit is −1 and NaN. Bars are indices into the columns. */
export interface BookedTrade {
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryBar: number;
  readonly entryPrice: number;
  exitBar: number;
  exitPrice: number;
  /** After both fees. */
  pnl: number;
  /** Percentage of the entry value. */
  returnPct: number;
}

/** A decision carried out: where it was taken and where it trades. */
export interface Move {
  readonly stance: Stance;
  readonly price: number;
  readonly bar: number;
  /** Milliseconds of the bar that decided, and of the bar that trades. */
  readonly orderTime: number;
  readonly fillTime: number;
}

/**
 * The account of one backtest: exact cash and position, the trades, and the hash of orders and fills. A reversal is
 * two market orders at one price, the close first, so that the second is sized with the cash the first left.
 */
export class BacktestBook {
  /** Cash and signed quantity as float64, for marking to market; the exact ones stay inside. */
  cash: number;
  quantity = 0;
  stance: Stance = 0;
  readonly trades: BookedTrade[] = [];
  readonly #symbol: string;
  readonly #size: Decimal;
  readonly #commission: Decimal;
  readonly #units: BacktestOptions['units'];
  readonly #hash = new OrderListHash();
  #account: LedgerAccount;
  #position: LedgerPosition = FLAT_POSITION;
  #entryFee: Decimal = DECIMAL_ZERO;

  constructor(symbol: string, options: BacktestOptions) {
    this.#symbol = symbol;
    this.#size = decimalFromNumber(options.size);
    this.#commission = decimalFromNumber(options.commission);
    this.#units = options.units;
    const cash = decimalFromNumber(options.cash);
    this.#account = { cash, feesPaid: DECIMAL_ZERO, realizedPnl: DECIMAL_ZERO };
    this.cash = decimalToNumber(cash);
  }

  get feesPaid(): number {
    return decimalToNumber(this.#account.feesPaid);
  }

  /** The trade that is on, if any. */
  get openTrade(): BookedTrade | undefined {
    return this.stance === 0 ? undefined : this.trades.at(-1);
  }

  /** Fee that the open trade paid on entry. */
  get openEntryFee(): number {
    return decimalToNumber(this.#entryFee);
  }

  orderListHash(): string {
    return this.#hash.digest();
  }

  /** Leaves the present position, if any, and takes the wanted one as far as the cash goes. */
  move(move: Move): void {
    const price = decimalFromNumber(move.price);
    if (this.stance !== 0) this.#close(move, price);
    if (move.stance !== 0) this.#open(move, price, move.stance);
    this.cash = decimalToNumber(this.#account.cash);
    this.quantity = decimalToNumber(this.#position.quantity);
  }

  #close(move: Move, price: Decimal): void {
    const quantity = absoluteDecimal(this.#position.quantity);
    const { realized, fee } = this.#trade(move, this.stance === 1 ? 'sell' : 'buy', quantity, price);
    const trade = this.trades.at(-1)!;
    trade.exitBar = move.bar;
    trade.exitPrice = move.price;
    trade.pnl = decimalToNumber(realized - fee - this.#entryFee);
    trade.returnPct = (trade.pnl / (trade.entryPrice * trade.quantity)) * 100;
    this.stance = 0;
  }

  #open(move: Move, price: Decimal, stance: 1 | -1): void {
    const { cash: all } = this.#account;
    const cash = this.#size === DECIMAL_ONE ? all : multiplyDecimal(all, this.#size);
    const quantity = affordableQuantity({ cash, price, commission: this.#commission, units: this.#units });
    if (quantity === DECIMAL_ZERO) return;
    this.#entryFee = this.#trade(move, stance === 1 ? 'buy' : 'sell', quantity, price).fee;
    this.stance = stance;
    this.trades.push({
      side: stance === 1 ? 'long' : 'short',
      quantity: decimalToNumber(quantity),
      entryBar: move.bar,
      entryPrice: move.price,
      exitBar: -1,
      exitPrice: Number.NaN,
      pnl: 0,
      returnPct: 0,
    });
  }

  #trade(move: Move, side: Side, quantity: Decimal, price: Decimal): { realized: Decimal; fee: Decimal } {
    const value = fillValue(price, quantity);
    const fee = multiplyDecimal(value, this.#commission);
    this.#hash.addOrder({ time: move.orderTime, symbol: this.#symbol, side, quantity, type: 'market' });
    this.#hash.addFill({ eventTime: move.fillTime, quantity, price, fee });
    const fill = { side, quantity, price, fee };
    const booking = applyFill({ account: this.#account, position: this.#position, fill, value });
    this.#account = booking.account;
    this.#position = booking.position;
    return { realized: booking.realized, fee };
  }
}
