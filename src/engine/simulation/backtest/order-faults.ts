import { exitTemplateFault } from '#domain/orders/exit-legs';
import type { OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';

/** Why a size cannot be ordered. */
export function sizeFault(size: OrderSize, step: Units): string {
  const given = JSON.stringify(size);
  return `size ${given} comes to nothing: it must be above zero, at least ${step / 1e8} units`;
}

const NEEDS_LIMIT: readonly OrderTerms['type'][] = ['limit', 'stop-limit', 'limit-if-touched'];
const NEEDS_STOP: readonly OrderTerms['type'][] = [
  'stop',
  'stop-limit',
  'market-if-touched',
  'limit-if-touched',
];
const TRAILS: readonly OrderTerms['type'][] = ['trailing-stop', 'trailing-stop-limit'];

/** What is wrong with an order's terms, empty when nothing is. Prices that its type does not ask for are let be. */
export function termsFault(terms: OrderTerms): string {
  const { type = 'market', limit, stop, postOnly, displayQuantity } = terms;
  if (NEEDS_LIMIT.includes(type) && !(limit !== undefined && limit > 0))
    return `a ${type} order needs a limit above zero, not ${limit}`;
  if (NEEDS_STOP.includes(type) && !(stop !== undefined && stop > 0))
    return `a ${type} order needs a stop above zero, not ${stop}`;
  if ((postOnly || displayQuantity !== undefined) && type !== 'limit')
    return `only a limit order can be post-only or show a part of itself, not ${type}`;
  if (displayQuantity !== undefined && !(displayQuantity > 0))
    return `an iceberg shows ${displayQuantity}, it must be above zero`;
  return (TRAILS.includes(type) ? trailFault(terms) : '') || validityFault(terms) || exitFault(terms);
}

function trailFault({ type, trailAmount, trailPercent, limitOffset }: OrderTerms): string {
  const given = [trailAmount, trailPercent].filter((one) => one !== undefined);
  if (given.length !== 1 || !(given[0]! > 0))
    return `a ${type} order needs either trailAmount or trailPercent, above zero`;
  if (trailPercent !== undefined && trailPercent >= 100)
    return `a stop cannot trail by ${trailPercent} %: it must be below 100`;
  if (type === 'trailing-stop-limit' && !(limitOffset !== undefined && limitOffset >= 0))
    return 'a trailing-stop-limit order needs a limitOffset, zero or more';
  return '';
}

function validityFault({ type = 'market', timeInForce, expireTime, postOnly }: OrderTerms): string {
  if (timeInForce === 'gtd' && expireTime === undefined) return 'an order good till a date needs expireTime';
  const isAuction = timeInForce === 'at-open' || timeInForce === 'at-close';
  if (isAuction && type !== 'market' && type !== 'limit')
    return `an order ${timeInForce} is a market or a limit order, not ${type}`;
  if (postOnly && (isAuction || timeInForce === 'ioc' || timeInForce === 'fok'))
    return 'only an order that may rest can be post-only';
  return '';
}

function exitFault({ bracket, exits }: OrderTerms): string {
  if (exits === undefined) return '';
  return bracket ? 'an order has either a bracket or exits, not both' : (exitTemplateFault(exits) ?? '');
}
