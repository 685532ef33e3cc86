import type { Fill, LegFill, Order, OrderChange } from '#domain/orders/order';
import { type AmountsAsText, amountsAsText, amountsFromText } from '#domain/orders/order-amounts';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import {
  type AccountRow,
  type DecisionRow,
  type EquityRow,
  GENESIS_HASH,
  type JournalRecord,
  type PositionRow,
  type SessionRow,
} from '#engine/ports/journal-store';
import type { RowStatement } from './row-writer.ts';

type Value = string | number | null;
type Row = Record<string, Value>;

/** How one kind of item is written to and read from its table. Exact amounts are stored as decimal text. */
export interface TableMapping<Item> {
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns that identify an item; a later item of the same key replaces the earlier. */
  readonly key: readonly string[];
  /** SQL that stands for a column's value instead of `?`; it takes one parameter as well. */
  readonly expressions?: Readonly<Record<string, string>>;
  toRow(item: Item): Value[];
  fromRow(row: Row): Item;
}

/** Writes items, each replacing its predecessor in place. */
export function upsertOf<Item>({
  table,
  columns,
  key,
  expressions = {},
  toRow,
}: TableMapping<Item>): RowStatement<Item> {
  const updates = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return {
    insert: `INSERT INTO ${table} (${columns.join(', ')})`,
    values: columns.map((column) => expressions[column] ?? '?'),
    ending: `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
    toRow,
  };
}

const text = (row: Row, column: string): string => row[column] as string;
const number = (row: Row, column: string): number => row[column] as number;
const decimal = (row: Row, column: string): bigint => parseDecimal(row[column] as string);

const JOURNAL_COLUMNS = [
  'sequence',
  'event_time',
  'received_time',
  'kind',
  'source',
  'causation_id',
  'correlation_id',
  'payload',
  'hash',
];

export const journalTable = {
  /** Records with the hash that each links to, which is that of the record before. */
  select: `SELECT ${JOURNAL_COLUMNS.join(', ')},
    (SELECT hash FROM journal AS earlier WHERE earlier.sequence = journal.sequence - 1) AS previous_hash FROM journal`,
  append: {
    insert: `INSERT INTO journal (${JOURNAL_COLUMNS.join(', ')})`,
    values: JOURNAL_COLUMNS.map(() => '?'),
    toRow: (record: JournalRecord): Value[] => [
      record.sequence,
      record.eventTime,
      record.receivedTime,
      record.kind,
      record.source,
      record.causationId,
      record.correlationId,
      record.payload,
      record.hash,
    ],
  },
  fromRow: (row: Row): JournalRecord => ({
    sequence: number(row, 'sequence'),
    eventTime: number(row, 'event_time'),
    receivedTime: number(row, 'received_time'),
    kind: text(row, 'kind'),
    source: text(row, 'source'),
    causationId: row['causation_id'] as string | null,
    correlationId: row['correlation_id'] as string | null,
    payload: text(row, 'payload'),
    previousHash: (row['previous_hash'] as string | null) ?? GENESIS_HASH,
    hash: text(row, 'hash'),
  }),
};

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

export const positionTable: TableMapping<PositionRow> = {
  table: 'positions',
  columns: ['account', 'symbol', 'quantity', 'average_price', 'realized_pnl', 'origin', 'decision_id'],
  key: ['account', 'symbol'],
  toRow: (position) => [
    position.account,
    position.symbol,
    formatDecimal(position.quantity),
    formatDecimal(position.averagePrice),
    formatDecimal(position.realizedPnl),
    position.origin,
    position.decisionId,
  ],
  fromRow: (row) => ({
    account: text(row, 'account'),
    symbol: text(row, 'symbol'),
    quantity: decimal(row, 'quantity'),
    averagePrice: decimal(row, 'average_price'),
    realizedPnl: decimal(row, 'realized_pnl'),
    origin: text(row, 'origin'),
    decisionId: row['decision_id'] as string | null,
  }),
};

export const accountTable: TableMapping<AccountRow> = {
  table: 'accounts',
  columns: [
    'account',
    'broker',
    'environment',
    'trading_state',
    'is_live_allowed',
    'currency',
    'starting_cash',
    'cash',
    'fees_paid',
    'realized_pnl',
  ],
  key: ['account'],
  toRow: (account) => [
    account.account,
    account.broker,
    account.environment,
    account.tradingState,
    account.isLiveAllowed ? 1 : 0,
    account.currency,
    formatDecimal(account.startingCash),
    formatDecimal(account.cash),
    formatDecimal(account.feesPaid),
    formatDecimal(account.realizedPnl),
  ],
  fromRow: (row) => ({
    account: text(row, 'account'),
    broker: text(row, 'broker'),
    environment: text(row, 'environment') as AccountRow['environment'],
    tradingState: text(row, 'trading_state') as AccountRow['tradingState'],
    isLiveAllowed: number(row, 'is_live_allowed') === 1,
    currency: text(row, 'currency'),
    startingCash: decimal(row, 'starting_cash'),
    cash: decimal(row, 'cash'),
    feesPaid: decimal(row, 'fees_paid'),
    realizedPnl: decimal(row, 'realized_pnl'),
  }),
};

export const sessionTable: TableMapping<SessionRow> = {
  table: 'sessions',
  columns: [
    'id',
    'account',
    'configuration',
    'state',
    'cursor',
    'event_time',
    'decision_hash',
    'decision_count',
    'started_time',
  ],
  key: ['id'],
  toRow: (session) => [
    session.id,
    session.account,
    session.configuration,
    session.state,
    session.cursor,
    session.eventTime,
    session.decisionHash,
    session.decisionCount,
    session.startedTime,
  ],
  fromRow: (row) => ({
    id: text(row, 'id'),
    account: text(row, 'account'),
    configuration: text(row, 'configuration'),
    state: text(row, 'state') as SessionRow['state'],
    cursor: number(row, 'cursor'),
    eventTime: number(row, 'event_time'),
    decisionHash: text(row, 'decision_hash'),
    decisionCount: number(row, 'decision_count'),
    startedTime: number(row, 'started_time'),
  }),
};

export const decisionTable: TableMapping<DecisionRow> = {
  table: 'decisions',
  columns: ['id', 'session_id', 'number', 'symbol', 'event_time', 'body'],
  key: ['id'],
  toRow: (decision) => [
    decision.id,
    decision.sessionId,
    decision.number,
    decision.symbol,
    decision.eventTime,
    decision.body,
  ],
  fromRow: (row) => ({
    id: text(row, 'id'),
    sessionId: text(row, 'session_id'),
    number: number(row, 'number'),
    symbol: text(row, 'symbol'),
    eventTime: number(row, 'event_time'),
    body: text(row, 'body'),
  }),
};

export const equityTable: TableMapping<EquityRow> = {
  table: 'equity',
  columns: ['session_id', 'time', 'equity', 'cash'],
  key: ['session_id', 'time'],
  toRow: (point) => [point.sessionId, point.time, point.equity, formatDecimal(point.cash)],
  fromRow: (row) => ({
    sessionId: text(row, 'session_id'),
    time: number(row, 'time'),
    equity: number(row, 'equity'),
    cash: decimal(row, 'cash'),
  }),
};
