import { type Decimal, divideDecimal, multiplyDecimal } from '#domain/values/decimal';
import type { BrokerOrderReport } from '#engine/ports/broker';
import type { AlpacaApi } from './alpaca-api.ts';
import type { AlpacaOrder } from './read-alpaca.ts';

/**
 * An order with all that filled before it was replaced: to Alpaca each replacement is an order of its own, for what was
 * left then.
 */
export async function wholeOrder(api: AlpacaApi, last: AlpacaOrder): Promise<BrokerOrderReport> {
  let { quantity, filledQuantity } = last.report;
  let cost: Decimal = multiplyDecimal(filledQuantity, last.report.averagePrice);
  for (let order: AlpacaOrder | null = last; order?.replaces; ) {
    order = await api.byNumber(order.replaces);
    if (!order || order.report.filledQuantity === 0n) continue;
    quantity += order.report.filledQuantity;
    filledQuantity += order.report.filledQuantity;
    cost += multiplyDecimal(order.report.filledQuantity, order.report.averagePrice);
  }
  if (filledQuantity === last.report.filledQuantity) return last.report;
  const { status } = last.report;
  return {
    ...last.report,
    quantity,
    filledQuantity,
    averagePrice: divideDecimal(cost, filledQuantity),
    status: status === 'working' ? 'partially-filled' : status,
  };
}
