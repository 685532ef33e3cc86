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
}): Booking {
  const { account, position, fill } = entry;
  if (fill.quantity <= DECIMAL_ZERO || fill.price <= DECIMAL_ZERO) {
    throw new RangeError(
      `a fill of ${decimalToNumber(fill.quantity)} at ${decimalToNumber(fill.price)} cannot be booked: both must be positive`,
    );
  }
  const signed = fill.side === 'buy' ? fill.quantity : -fill.quantity;
  const value = entry.value ?? fillValue(fill.price, fill.quantity);
  const cashFlow = fill.side === 'buy' ? -value : value;
  if (position.quantity === DECIMAL_ZERO) {
    return {
      account: chargeFill(account, cashFlow, fill.fee, DECIMAL_ZERO),
      position: { quantity: signed, averagePrice: fill.price, realizedPnl: position.realizedPnl },
      realized: DECIMAL_ZERO,
    };
  }
  const oldCost = multiplyDecimal(position.quantity, position.averagePrice);
  const quantity = position.quantity + signed;
  const averagePrice = nextAveragePrice(position, quantity, oldCost - cashFlow, fill.price);
  const realized = cashFlow + multiplyDecimal(quantity, averagePrice) - oldCost;
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

/** Price × quantity, rounded half to even at the eighth place. */
export function fillValue(price: Decimal, quantity: Decimal): Decimal {
  return multiplyDecimal(price, quantity);
}

/** Money that a fill moves before its fee: negative for a buy. */
export function fillCashFlow(fill: Pick<Fill, 'side' | 'quantity' | 'price'>): Decimal {
  const value = fillValue(fill.price, fill.quantity);
  return fill.side === 'buy' ? -value : value;
}

/** Profit not yet realised at `price`, before fees. */
export function unrealizedPnl(position: LedgerPosition, price: Decimal): Decimal {
  return (
    multiplyDecimal(position.quantity, price) - multiplyDecimal(position.quantity, position.averagePrice)
  );
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
