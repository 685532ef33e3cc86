import type { Fill, LegFill, Order, OrderChange } from '#domain/orders/order';
import { type AmountsAsText, amountsAsText, amountsFromText } from '#domain/orders/order-amounts';
import { formatDecimal } from '#domain/values/decimal';
import { decimal, number, type TableMapping, text } from './table-mapping.ts';

/** Parts that few orders have, kept together as JSON. */
const MORE = [
  'legs',
  'trailAmount',
  'trailPercent',
  'limitOffset',
  'expireTime',
  'isPostOnly',
  'isReduceOnly',
  'displayQuantity',
  'breakEvenAt',
  'breakEvenTo',
  'shareFrom',
  'shareTo',
  'shareStep',
  'parentPrice',
  'priceStep',
  'hasBrokenEven',
  'parentOrderId',
  'contingency',
  'algorithmId',
  'isEmulated',
  'revision',
  'pendingChange',
  'isCancelWanted',
  'waitsUntil',
] as const satisfies readonly (keyof Order)[];

function moreText(order: Order): string | null {
  if (!MORE.some((name) => order[name] !== undefined)) return null;
  const parts = Object.fromEntries(MORE.map((name) => [name, order[name]]));
  const { pendingChange, legFills } = order;
  return JSON.stringify({
    ...amountsAsText(parts),
    ...(legFills === undefined ? {} : { legFills: legFills.map(amountsAsText) }),
    ...(pendingChange === undefined ? {} : { pendingChange: amountsAsText(pendingChange) }),
  });
}

function moreFromText(more: string): Partial<Order> {
  const { pendingChange, legFills, ...parts } = JSON.parse(more) as AmountsAsText<
    Omit<Partial<Order>, 'legFills'>
  > & {
    pendingChange?: AmountsAsText<OrderChange>;
    legFills?: AmountsAsText<LegFill>[];
  };
  return {
    ...amountsFromText<Omit<Partial<Order>, 'legFills'>>(parts),
    ...(legFills === undefined ? {} : { legFills: legFills.map(amountsFromText<LegFill>) }),
    ...(pendingChange === undefined ? {} : { pendingChange: amountsFromText<OrderChange>(pendingChange) }),
  };
}

export const orderTable: TableMapping<Order> = {
  table: 'orders',
  columns: [
    'client_order_id',
    'account',
    'symbol',
    'side',
    'type',
    'quantity',
    'limit_price',
    'stop_price',
    'time_in_force',
    'origin',
    'reason',
    'decision_id',
    'nonce',
    'status',
    'filled_quantity',
    'average_price',
    'created_time',
    'updated_time',
    'status_reason',
    'venue_order_id',
    'list_id',
    'more',
  ],
  key: ['client_order_id'],
  few: ['side', 'type', 'time_in_force', 'origin', 'status'],
  sparse: ['limit_price', 'stop_price', 'decision_id', 'status_reason', 'venue_order_id', 'list_id', 'more'],
  toRow: (order) => [
    order.clientOrderId,
    order.account,
    order.symbol,
    order.side,
    order.type,
    formatDecimal(order.quantity),
    order.limitPrice === undefined ? null : formatDecimal(order.limitPrice),
    order.stopPrice === undefined ? null : formatDecimal(order.stopPrice),
    order.timeInForce,
    order.origin,
    order.reason,
    order.decisionId ?? null,
    order.nonce,
    order.status,
    formatDecimal(order.filledQuantity),
    formatDecimal(order.averagePrice),
    order.createdTime,
    order.updatedTime,
    order.statusReason ?? null,
    order.venueOrderId ?? null,
    order.listId ?? null,
    moreText(order),
  ],
  fromRow: (row) => ({
    clientOrderId: text(row, 'client_order_id'),
    account: text(row, 'account'),
    symbol: text(row, 'symbol'),
    side: text(row, 'side') as Order['side'],
    type: text(row, 'type') as Order['type'],
    quantity: decimal(row, 'quantity'),
    ...(row['limit_price'] === null ? {} : { limitPrice: decimal(row, 'limit_price') }),
    ...(row['stop_price'] === null ? {} : { stopPrice: decimal(row, 'stop_price') }),
    timeInForce: text(row, 'time_in_force') as Order['timeInForce'],
    origin: text(row, 'origin'),
    reason: text(row, 'reason'),
    ...(row['decision_id'] === null ? {} : { decisionId: text(row, 'decision_id') }),
    nonce: text(row, 'nonce'),
    status: text(row, 'status') as Order['status'],
    filledQuantity: decimal(row, 'filled_quantity'),
    averagePrice: decimal(row, 'average_price'),
    createdTime: number(row, 'created_time'),
    updatedTime: number(row, 'updated_time'),
    ...(row['status_reason'] === null ? {} : { statusReason: text(row, 'status_reason') }),
    ...(row['venue_order_id'] === null ? {} : { venueOrderId: text(row, 'venue_order_id') }),
    ...(row['list_id'] === null ? {} : { listId: text(row, 'list_id') }),
    ...(row['more'] === null ? {} : moreFromText(text(row, 'more'))),
  }),
};

export const fillTable: TableMapping<Fill> = {
  table: 'fills',
  columns: [
    'fill_id',
    'account',
    'client_order_id',
    'symbol',
    'side',
    'quantity',
    'price',
    'fee',
    'event_time',
    'liquidity',
    'is_fee_due',
  ],
  key: ['fill_id'],
  expressions: { account: "coalesce((SELECT account FROM orders WHERE client_order_id = ?), '')" },
  toRow: (fill) => [
    fill.fillId,
    fill.clientOrderId,
    fill.clientOrderId,
    fill.symbol,
    fill.side,
    formatDecimal(fill.quantity),
    formatDecimal(fill.price),
    formatDecimal(fill.fee),
    fill.eventTime,
    fill.liquidity ?? null,
    fill.isFeeDue ? 1 : 0,
  ],
  fromRow: (row) => ({
    fillId: text(row, 'fill_id'),
    clientOrderId: text(row, 'client_order_id'),
    symbol: text(row, 'symbol'),
    side: text(row, 'side') as Fill['side'],
    quantity: decimal(row, 'quantity'),
    price: decimal(row, 'price'),
    fee: decimal(row, 'fee'),
    eventTime: number(row, 'event_time'),
    ...(row['liquidity'] === null ? {} : { liquidity: text(row, 'liquidity') as 'maker' | 'taker' }),
    ...(row['is_fee_due'] === 1 ? { isFeeDue: true } : {}),
  }),
};
