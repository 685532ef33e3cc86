import { formatDecimal } from '#domain/values/decimal';
import {
  type AccountRow,
  type DecisionRow,
  type EquityRow,
  GENESIS_HASH,
  type JournalRecord,
  type PositionRow,
  type SessionRow,
} from '#engine/ports/journal-store';
import type { Value } from './row-shapes.ts';
import { decimal, number, placesOf, type Row, type TableMapping, text } from './table-mapping.ts';

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
  select: `SELECT ${JOURNAL_COLUMNS.map((column) => `journal.${column}`).join(', ')},
    (SELECT hash FROM journal AS earlier WHERE earlier.sequence = journal.sequence - 1) AS previous_hash FROM journal`,
  append: {
    insert: `INSERT INTO journal (${JOURNAL_COLUMNS.join(', ')}, begins_run)`,
    values: [...JOURNAL_COLUMNS.map(() => '?'), '?'],
    few: placesOf(['kind', 'source', 'begins_run'], [...JOURNAL_COLUMNS, 'begins_run']),
    sparse: placesOf(['causation_id'], JOURNAL_COLUMNS),
    toRow: ({ record, beginsRun }: { record: JournalRecord; beginsRun: boolean }): Value[] => [
      record.sequence,
      record.eventTime,
      record.receivedTime,
      record.kind,
      record.source,
      record.causationId,
      record.correlationId,
      record.payload,
      record.hash,
      beginsRun ? 1 : 0,
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
