import type { OrderView } from '#contract/services/trading';
import { type CsvFields, csvText, isoTime } from '../../format/csv.ts';

/** Columns of an export, in the names and the order of the interface; amounts as exact decimal text, times in UTC. */
const FIELDS: CsvFields<OrderView> = [
  ['clientOrderId', (order) => order.clientOrderId],
  ['venueOrderId', (order) => order.venueOrderId],
  ['account', (order) => order.account],
  ['created', (order) => isoTime(order.createdTime)],
  ['updated', (order) => isoTime(order.updatedTime)],
  ['symbol', (order) => order.symbol],
  ['side', (order) => order.side],
  ['type', (order) => order.type],
  ['quantity', (order) => order.quantity],
  ['filledQuantity', (order) => order.filledQuantity],
  ['averagePrice', (order) => order.averagePrice],
  ['limitPrice', (order) => order.limitPrice],
  ['stopPrice', (order) => order.stopPrice],
  ['trailAmount', (order) => order.trailAmount],
  ['trailPercent', (order) => order.trailPercent],
  ['timeInForce', (order) => order.timeInForce],
  ['status', (order) => order.status],
  ['statusReason', (order) => order.statusReason],
  ['origin', (order) => order.origin],
  ['reason', (order) => order.reason],
  ['parentOrderId', (order) => order.parentOrderId],
  ['listId', (order) => order.listId],
  ['algorithmId', (order) => order.algorithmId],
];

/** The orders as CSV (RFC 4180) with a head. */
export function ordersAsCsv(orders: readonly OrderView[]): string {
  return csvText(FIELDS, orders);
}
