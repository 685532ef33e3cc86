import type { Fill } from '#domain/orders/order';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  decimalToNumber,
  divideDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';

/** Money of one account, exact. `cash = starting cash + Σ fill cash flows − feesPaid`, to the unit. */
export interface LedgerAccount {
  readonly cash: Decimal;
  readonly feesPaid: Decimal;
  /** Before fees: profit after fees is `realizedPnl − feesPaid`. */
  readonly realizedPnl: Decimal;
}

/** What is held of one instrument. `quantity` is negative when short; `averagePrice` is 0 when flat. */
export interface LedgerPosition {
  readonly quantity: Decimal;
  readonly averagePrice: Decimal;
  /** Before fees, since the position's first fill. */
  readonly realizedPnl: Decimal;
}

export const FLAT_POSITION: LedgerPosition = {
  quantity: DECIMAL_ZERO,
  averagePrice: DECIMAL_ZERO,
  realizedPnl: DECIMAL_ZERO,
};

export interface Booking {
  readonly account: LedgerAccount;
  readonly position: LedgerPosition;
  /** What this fill realised, before its fee. */
  readonly realized: Decimal;
}

/**
 * Books one fill. Adding to a position moves its average price, reducing it realises profit against that average,
 * and a fill through zero closes the old position and opens the rest at the same price.
 *
 * Realised profit is the fill's cash flow plus the change in the position's cost, where cost = quantity × average
 * price as rounded. So realised + unrealised = total to the last unit at all times: what rounding the average price
 * to eight places gains or loses is realised at once. Throws a `RangeError` when quantity or price is not positive.
 */
export function applyFill(entry: {
  readonly account: LedgerAccount;
  readonly position: LedgerPosition;
  readonly fill: Pick<Fill, 'side' | 'quantity' | 'price' | 'fee'>;
  /** {@link fillValue} of the fill, where it is known already. */
  readonly value?: Decimal;
  /** Units of what is priced in one unit traded: 100 of an option, 1 unless told. */
  readonly multiplier?: number;
}): Booking {
  const { account, position, fill, multiplier = 1 } = entry;
  if (fill.quantity <= DECIMAL_ZERO || fill.price <= DECIMAL_ZERO) {
    throw new RangeError(
      `a fill of ${decimalToNumber(fill.quantity)} at ${decimalToNumber(fill.price)} cannot be booked: both must be positive`,
    );
  }
  const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
  const value = entry.value ?? fillValue(fill.price, fill.quantity, multiplier);
  const cashFlow = fill.side === 'buy' ? -value : value;
  if (position.quantity === DECIMAL_ZERO) {
    return {
      account: chargeFill(account, cashFlow, fill.fee, DECIMAL_ZERO),
      position: { quantity: signed, averagePrice: fill.price, realizedPnl: position.realizedPnl },
      realized: DECIMAL_ZERO,
    };
  }
  const oldCost = positionValue(position.quantity, position.averagePrice, multiplier);
  const quantity = position.quantity + signed;
  const unitCost = (oldCost - cashFlow) / BigInt(multiplier);
  const averagePrice = nextAveragePrice(position, quantity, unitCost, fill.price);
  const realized = cashFlow + positionValue(quantity, averagePrice, multiplier) - oldCost;
  return {
    account: chargeFill(account, cashFlow, fill.fee, realized),
    position: { quantity, averagePrice, realizedPnl: position.realizedPnl + realized },
    realized,
  };
}

function chargeFill(
  account: LedgerAccount,
  cashFlow: Decimal,
  fee: Decimal,
  realized: Decimal,
): LedgerAccount {
  return {
    cash: account.cash + cashFlow - fee,
    feesPaid: account.feesPaid + fee,
    realizedPnl: account.realizedPnl + realized,
  };
}

/**
 * An option's last day, booked: the position ends at `price` for each unit of the underlying, zero when it is worth
 * nothing or is turned into shares at its strike. No fee.
 */
export function settlePosition(
  { account, position }: { readonly account: LedgerAccount; readonly position: LedgerPosition },
  price: Decimal,
  multiplier: number,
): Booking {
  const cashFlow = positionValue(position.quantity, price, multiplier);
  const realized = cashFlow - positionValue(position.quantity, position.averagePrice, multiplier);
  return {
    account: chargeFill(account, cashFlow, DECIMAL_ZERO, realized),
    position: { ...FLAT_POSITION, realizedPnl: position.realizedPnl + realized },
    realized,
  };
}

/** Price × quantity, rounded half to even at the eighth place, × multiplier. */
export function fillValue(price: Decimal, quantity: Decimal, multiplier = 1): Decimal {
  return positionValue(quantity, price, multiplier);
}

/** What `quantity` (negative when short) is worth at `price`. */
export function positionValue(quantity: Decimal, price: Decimal, multiplier: number): Decimal {
  const value = multiplyDecimal(quantity, price);
  return multiplier === 1 ? value : value * BigInt(multiplier);
}

/** Money that a fill moves before its fee: negative for a buy. */
export function fillCashFlow(fill: Pick<Fill, 'side' | 'quantity' | 'price'>, multiplier = 1): Decimal {
  const value = fillValue(fill.price, fill.quantity, multiplier);
  return fill.side === 'buy' ? -value : value;
}

/** Profit not yet realised at `price`, before fees. */
export function unrealizedPnl(position: LedgerPosition, price: Decimal, multiplier = 1): Decimal {
  const { quantity, averagePrice } = position;
  return positionValue(quantity, price, multiplier) - positionValue(quantity, averagePrice, multiplier);
}

function nextAveragePrice(
  position: LedgerPosition,
  quantity: Decimal,
  cost: Decimal,
  price: Decimal,
): Decimal {
  if (quantity === DECIMAL_ZERO) return DECIMAL_ZERO;
  const wasLong = position.quantity > DECIMAL_ZERO;
  if (wasLong !== quantity > DECIMAL_ZERO) return price;
  const isLarger = absoluteDecimal(quantity) > absoluteDecimal(position.quantity);
  return isLarger ? divideDecimal(cost, quantity) : position.averagePrice;
}
