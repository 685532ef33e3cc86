import type { OrderIntent, TimeInForce } from '#domain/orders/order';
import type { Decimal } from '#domain/values/decimal';
import type { WorkedOrder } from './algorithm-book.ts';

/**
 * One part of an order that is worked in parts, as an order like any other. Its id is a function of the algorithm's and
 * its number; number 0 is the rest at the end, at the market.
 */
export function partIntent(
  { id, account, terms }: Pick<WorkedOrder, 'id' | 'account' | 'terms'>,
  part: { readonly number: number; readonly quantity: Decimal; readonly timeInForce: TimeInForce },
): OrderIntent {
  const { kind, symbol, side, limitPrice, endTime } = terms;
  const { number, quantity, timeInForce } = part;
  const isRest = number === 0;
  const isLasting = kind === 'iceberg' && endTime === undefined;
  return {
    origin: 'person',
    account,
    symbol,
    side,
    quantity,
    ...(limitPrice === undefined || isRest ? { type: 'market' } : { type: 'limit', limitPrice }),
    timeInForce: isLasting ? 'gtc' : timeInForce,
    algorithmId: id,
    reason: isRest ? `the rest of its ${kind}` : `part ${number} of its ${kind}`,
    nonce: `${id}-${number}`,
  };
}
