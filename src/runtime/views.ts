import type { DecisionView } from '#contract/services/decisions';
import type { FillView, OrderView } from '#contract/services/trading';
import type { Fill, Order } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';
import type { DecisionRow } from '#engine/ports/journal-store';

/** An order as it crosses the line: exact amounts as text. */
export function orderView(order: Order): OrderView {
  const {
    account: _account,
    nonce: _nonce,
    quantity,
    limitPrice,
    stopPrice,
    filledQuantity,
    averagePrice,
    ...rest
  } = order;
  return {
    ...rest,
    quantity: formatDecimal(quantity),
    filledQuantity: formatDecimal(filledQuantity),
    averagePrice: formatDecimal(averagePrice),
    ...(limitPrice === undefined ? {} : { limitPrice: formatDecimal(limitPrice) }),
    ...(stopPrice === undefined ? {} : { stopPrice: formatDecimal(stopPrice) }),
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
