import { OctopusError } from '#contract/errors';
import type { OrderRequest } from '#contract/services/trading';
import { comboSymbol, legsOfComboSymbol, sortedLegs } from '#domain/orders/combo';
import type { OrderIntent, OrderTerms } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';

/** A person's request as an intent. Throws BAD_REQUEST when an amount is no decimal number. */
export function intentOfRequest(request: OrderRequest, account: string): OrderIntent {
  const {
    nonce,
    bracket,
    account: _account,
    acceptPrecautions: _accepted,
    timeInForce = 'day',
    legs = legsOfComboSymbol(request.symbol),
    ...rest
  } = request;
  if (legs !== undefined && bracket !== undefined)
    throw new OctopusError('BAD_REQUEST', 'a combination has no bracket: order its exits once it has filled');
  const named = legs === undefined ? {} : { legs: sortedLegs(legs), symbol: comboSymbol(legs) };
  const terms = present({ ...rest, ...named, timeInForce });
  try {
    return {
      ...amountsFromText<OrderTerms>(terms),
      origin: 'person',
      account,
      reason: 'sent by a person',
      nonce,
    };
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}

/**
 * The exits of a bracket: a stop, which protects and goes first, and a limit at the target, each for what the entry fills, one taking off what the other
 * has filled. They hang on the entry, which they name by its id.
 */
export function exitsOf(
  entry: OrderIntent,
  entryId: string,
  bracket: NonNullable<OrderRequest['bracket']>,
): OrderIntent[] {
  const { takeProfit, stopLoss } = bracket;
  const side = entry.side === 'buy' ? 'sell' : 'buy';
  const { origin, account, symbol, quantity, decisionId, nonce } = entry;
  const common = {
    origin,
    account,
    symbol,
    side,
    quantity,
    timeInForce: 'gtc',
    parentOrderId: entryId,
    listId: entryId,
    contingency: 'ouo',
    ...(decisionId === undefined ? {} : { decisionId }),
    nonce,
  } as const;
  const exits: OrderIntent[] = [];
  if (stopLoss !== undefined)
    exits.push({
      ...common,
      ...amountsFromText<Pick<OrderTerms, 'stopPrice'>>({ stopPrice: stopLoss }),
      type: 'stop',
      reason: 'stop of its bracket',
    });
  if (takeProfit !== undefined)
    exits.push({
      ...common,
      ...amountsFromText<Pick<OrderTerms, 'limitPrice'>>({ limitPrice: takeProfit }),
      type: 'limit',
      reason: 'target of its bracket',
    });
  return exits;
}

/** A copy without the parts that are undefined. */
export function present<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
