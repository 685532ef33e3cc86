import type { DecisionView } from '#contract/services/decisions';
import type { FillView, OrderView } from '#contract/services/trading';
import type { Fill, Order } from '#domain/orders/order';
import { amountsAsText } from '#domain/orders/order-amounts';
import { formatDecimal } from '#domain/values/decimal';
import type { DecisionRow } from '#engine/ports/journal-store';

/** An order as it crosses the line: exact amounts as text. */
export function orderView({ nonce: _nonce, pendingChange, legFills, ...order }: Order): OrderView {
  return {
    ...amountsAsText(order),
    ...(legFills === undefined ? {} : { legFills: legFills.map(amountsAsText) }),
    ...(pendingChange === undefined ? {} : { pendingChange: amountsAsText(pendingChange) }),
  };
}

export function fillView(fill: Fill): FillView {
  return {
    ...fill,
    quantity: formatDecimal(fill.quantity),
    price: formatDecimal(fill.price),
    fee: formatDecimal(fill.fee),
  };
}

export function decisionView(row: DecisionRow): DecisionView {
  return JSON.parse(row.body) as DecisionView;
}
