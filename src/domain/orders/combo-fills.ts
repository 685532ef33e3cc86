import { DECIMAL_ZERO, type Decimal, divideDecimal, multiplyDecimal } from '../values/decimal.ts';
import { netPrice } from './combo.ts';
import type { Fill, LegFill, Order, OrderLeg, Side } from './order.ts';

/** One thing that an order trades: itself, or of a combination one leg. Amounts in units of that. */
export interface OrderPart {
  readonly side: Side;
  readonly ordered: Decimal;
  readonly filled: Decimal;
}

type Filled = Pick<
  Order,
  'symbol' | 'side' | 'quantity' | 'filledQuantity' | 'averagePrice' | 'legs' | 'legFills'
>;

/** What an order trades of a symbol; undefined when nothing. */
export function partOf(order: Omit<Filled, 'averagePrice'>, symbol: string): OrderPart | undefined {
  const { legs, legFills, quantity, side, filledQuantity } = order;
  if (legs === undefined)
    return symbol === order.symbol ? { side, ordered: quantity, filled: filledQuantity } : undefined;
  const index = legs.findIndex((leg) => leg.symbol === symbol);
  const leg = legs[index];
  return (
    leg && {
      side: leg.side,
      ordered: quantity * BigInt(leg.ratio),
      filled: legFills?.[index]?.quantity ?? DECIMAL_ZERO,
    }
  );
}

/** Whether anything of an order has traded: of a combination also less than a whole one. */
export function hasFilled({ filledQuantity, legFills }: Pick<Order, 'filledQuantity' | 'legFills'>): boolean {
  return (
    filledQuantity > DECIMAL_ZERO || (legFills?.some(({ quantity }) => quantity > DECIMAL_ZERO) ?? false)
  );
}

/**
 * An order's own figures after a fill. Of a combination, as much has filled as is complete in every leg, at the net of
 * the legs' average prices; zero before the first complete one.
 */
export function withFill(
  order: Filled,
  fill: Pick<Fill, 'symbol' | 'quantity' | 'price'>,
): Pick<Order, 'filledQuantity' | 'averagePrice' | 'legFills'> {
  const { legs, legFills } = order;
  if (legs === undefined) {
    const { quantity, averagePrice } = added(
      { quantity: order.filledQuantity, averagePrice: order.averagePrice },
      fill,
    );
    return { filledQuantity: quantity, averagePrice };
  }
  const fills = legs.map((leg, index) => {
    const before = legFills?.[index] ?? { quantity: DECIMAL_ZERO, averagePrice: DECIMAL_ZERO };
    return leg.symbol === fill.symbol ? added(before, fill) : before;
  });
  const filledQuantity = completeCombos(legs, fills);
  return {
    legFills: fills,
    filledQuantity,
    averagePrice:
      filledQuantity === DECIMAL_ZERO
        ? DECIMAL_ZERO
        : netPrice(
            legs,
            fills.map(({ averagePrice }) => averagePrice),
          ),
  };
}

function added(before: LegFill, { quantity, price }: Pick<Fill, 'quantity' | 'price'>): LegFill {
  const total = before.quantity + quantity;
  const value = multiplyDecimal(before.averagePrice, before.quantity) + multiplyDecimal(price, quantity);
  return { quantity: total, averagePrice: divideDecimal(value, total) };
}

/** Whole combinations that the legs' fills make up. */
function completeCombos(legs: readonly OrderLeg[], fills: readonly LegFill[]): Decimal {
  return (
    legs.reduce<Decimal | undefined>((least, { ratio }, index) => {
      const whole = (fills[index]?.quantity ?? DECIMAL_ZERO) / BigInt(ratio);
      return least === undefined || whole < least ? whole : least;
    }, undefined) ?? DECIMAL_ZERO
  );
}
