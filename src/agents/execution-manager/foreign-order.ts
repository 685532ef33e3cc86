import type { Order, OrderIntent } from '#domain/orders/order';
import { isAtVenue } from '#domain/orders/order-state';
import { formatDecimal } from '#domain/values/decimal';
import { clientOrderId as idOfIntent } from '#engine/journal/hashing';
import { intentPayload } from '#engine/journal/intent-payload';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { BrokerOrderReport } from '#engine/ports/broker';

/** An order that was placed elsewhere, as if it had been wanted here. */
function intentOfForeign(report: BrokerOrderReport, account: string): OrderIntent {
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

/** The record of an order that was placed elsewhere and is kept like one of ours from now on. */
export function adoptionOf(report: BrokerOrderReport, account: string, eventTime: number) {
  const intent = intentOfForeign(report, account);
  const clientOrderId = idOfIntent(intent);
  return {
    kind: 'OrderAdopted',
    payload: {
      clientOrderId,
      intent: intentPayload(intent),
      venueOrderId: report.venueOrderId,
      filledQuantity: formatDecimal(report.filledQuantity),
      averagePrice: formatDecimal(report.averagePrice),
    },
    eventTime,
    source: 'person',
    correlationId: clientOrderId,
  } satisfies JournalEntry;
}

/** The orders that a venue may have, that have no number yet, and the terms of a report. */
export function twinsOf(report: BrokerOrderReport, open: readonly Order[]): Order[] {
  return open.filter(
    (order) =>
      isAtVenue(order.status) &&
      order.venueOrderId === undefined &&
      order.symbol === report.symbol &&
      order.side === report.side &&
      order.type === report.type &&
      order.quantity === report.quantity &&
      order.limitPrice === report.limitPrice,
  );
}
