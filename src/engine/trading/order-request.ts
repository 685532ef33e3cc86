import { OctopusError } from '#contract/errors';
import type { OrderRequest } from '#contract/services/trading';
import { comboSymbol, legsOfComboSymbol, sortedLegs } from '#domain/orders/combo';
import type { OrderIntent } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';

/** A person's request as an intent. Throws BAD_REQUEST when an amount is no decimal number. */
export function intentOfRequest(request: OrderRequest, account: string): OrderIntent {
  const {
    nonce,
    bracket,
    exits,
    account: _account,
    acceptPrecautions: _accepted,
    timeInForce = 'day',
    legs = legsOfComboSymbol(request.symbol),
    ...rest
  } = request;
  if (legs !== undefined && (bracket !== undefined || exits !== undefined))
    throw new OctopusError('BAD_REQUEST', 'a combination has no exits: order them once it has filled');
  const named = legs === undefined ? {} : { legs: sortedLegs(legs), symbol: comboSymbol(legs) };
  const by = { origin: 'person', account, reason: 'sent by a person', nonce };
  try {
    return amountsFromText<OrderIntent>(present({ ...rest, ...named, timeInForce, ...by }));
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}

/** A copy without the parts that are undefined, the others in the order of their names: so they are written and hashed. */
export function present<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const parts: Partial<T> = {};
  for (const key of Object.keys(value).sort() as (keyof T)[])
    if (value[key] !== undefined) parts[key] = value[key];
  return parts as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
