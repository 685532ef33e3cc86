import type { OrderView } from '#contract/services/trading';

/** Columns of an export, in the names and the order of the interface; amounts as exact decimal text, times in UTC. */
const FIELDS: readonly (readonly [string, (order: OrderView) => string | number | undefined])[] = [
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
  const lines = orders.map((order) => FIELDS.map(([, read]) => csvField(read(order))).join(','));
  return `${[FIELDS.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

/** A value as a field of CSV; what a spreadsheet would run as a formula is kept text by a leading apostrophe. */
export function csvField(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+@\t]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
