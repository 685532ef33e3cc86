import type { Order, OrderIntent } from '#domain/orders/order';
import type { BrokerOrderReport } from '#engine/ports/broker';

/** An order that was placed elsewhere, as if it had been wanted here. */
export function intentOfForeign(report: BrokerOrderReport, account: string): OrderIntent {
  const { symbol, legs, side, type, quantity, limitPrice, stopPrice, timeInForce, venueOrderId } = report;
  return {
    origin: 'external',
    account,
    symbol,
    ...(legs === undefined ? {} : { legs }),
    side,
    type,
    quantity,
    timeInForce,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    reason: 'placed elsewhere, adopted by a person',
    nonce: venueOrderId,
  };
}

/** The id of the one order of unknown outcome and without a number that has the terms of a report; undefined without or with several. */
export function twinOf(report: BrokerOrderReport, open: readonly Order[]): string | undefined {
  const like = open.filter(
    (order) =>
      order.status === 'unknown' &&
      order.venueOrderId === undefined &&
      order.symbol === report.symbol &&
      order.side === report.side &&
      order.type === report.type &&
      order.quantity === report.quantity &&
      order.limitPrice === report.limitPrice,
  );
  return like.length === 1 ? like[0]?.clientOrderId : undefined;
}
