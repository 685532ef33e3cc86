import type { OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';

/** Why a size cannot be ordered. */
export function sizeFault(size: OrderSize, step: Units): string {
  const given = JSON.stringify(size);
  return `size ${given} comes to nothing: it must be above zero, at least ${step / 1e8} units`;
}

/** What is wrong with an order's terms, empty when nothing is. */
export function termsFault(terms: OrderTerms): string {
  const { type = 'market', limit, stop } = terms;
  if ((type === 'limit' || type === 'stop-limit') && !(limit !== undefined && limit > 0))
    return `a ${type} order needs a limit above zero, not ${limit}`;
  if ((type === 'stop' || type === 'stop-limit') && !(stop !== undefined && stop > 0))
    return `a ${type} order needs a stop above zero, not ${stop}`;
  return '';
}
