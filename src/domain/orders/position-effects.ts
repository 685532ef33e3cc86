import type { Decimal } from '../values/decimal.ts';
import { tradedLegs } from './combo.ts';
import type { OrderTerms } from './order.ts';
import { leadsTowardsFlat } from './terms-fault.ts';

/** FIX PositionEffect (77), which US brokers want to know of options. */
export type PositionEffect = 'open' | 'close';

/** Of each leg of an order, or of the order itself: whether all of it closes what is held. */
export function positionEffects(
  order: Pick<OrderTerms, 'symbol' | 'side' | 'legs' | 'quantity'>,
  heldOf: (symbol: string) => Decimal,
): PositionEffect[] {
  return tradedLegs(order).map(({ symbol, side, ratio }) =>
    leadsTowardsFlat(heldOf(symbol), side, order.quantity * BigInt(ratio)) ? 'close' : 'open',
  );
}
