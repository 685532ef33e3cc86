import type { JournalRecord, JournalStore, ProjectionChanges } from '#engine/ports/journal-store';
import { openJournalLookUps } from './journal-look-ups.ts';
import { openJournalRecords } from './journal-records.ts';
import { accountTable, decisionTable, equityTable, positionTable, sessionTable } from './journal-rows.ts';
import type { OpenedDatabase } from './open-database.ts';
import { fillTable, orderTable } from './order-rows.ts';
import { createRowWriter } from './row-writer.ts';
import { withStoreErrors } from './store-failure.ts';
import { type TableMapping, upsertOf } from './table-mapping.ts';

const PROJECTION_TABLES = ['orders', 'fills', 'positions', 'accounts', 'sessions', 'decisions', 'equity'];

/**
 * The journal and its projections in `journal.sqlite`. The first record has sequence 1; each later one continues
 * the number and names the hash before it, or the whole commit is refused. Lists of orders, fills and decisions
 * are newest first, positions by symbol, equity oldest first.
 */
export function createJournalStore(opened: OpenedDatabase): JournalStore {
  const { database, path } = opened;

  const records = openJournalRecords(database);
  const lookUps = openJournalLookUps(database);

  function writer<Item>(mapping: TableMapping<Item>): (items: readonly Item[] | undefined) => void {
    const upsert = createRowWriter(database, upsertOf(mapping));
    return (items = []) => upsert(items);
  }

  function query<Item>(
    mapping: Pick<TableMapping<Item>, 'fromRow'>,
    sql: string,
  ): (...parameters: unknown[]) => Item[] {
    const statement = database.prepare<unknown[], Record<string, string | number | null>>(sql);
    return (...parameters) => statement.all(...parameters).map((row) => mapping.fromRow(row));
  }

  function find<Item>(
    mapping: Pick<TableMapping<Item>, 'fromRow'>,
    sql: string,
  ): (...parameters: unknown[]) => Item | undefined {
    const statement = database.prepare<unknown[], Record<string, string | number | null>>(sql);
    return (...parameters) => {
      const row = statement.get(...parameters);
      return row && mapping.fromRow(row);
    };
  }

  const write = {
    orders: writer(orderTable),
    fills: writer(fillTable),
    positions: writer(positionTable),
    accounts: writer(accountTable),
    sessions: writer(sessionTable),
    decisions: writer(decisionTable),
    equity: writer(equityTable),
  };

  // Orders come before fills: a fill is filed under its order's account.
  function writeChanges(changes: ProjectionChanges): void {
    write.orders(changes.orders);
    write.fills(changes.fills);
    write.positions(changes.positions);
    write.accounts(changes.accounts);
    write.sessions(changes.sessions);
    write.decisions(changes.decisions);
    write.equity(changes.equity);
  }

  const commit = database.transaction((added: readonly JournalRecord[], changes: ProjectionChanges) => {
    records.append(added);
    writeChanges(changes);
  });

  const [beginReading, endReading] = [database.prepare('BEGIN'), database.prepare('COMMIT')];
  let isReading = false;

  /** A look-up by itself takes and leaves the lock of the file, which costs more than the look-up. */
  function reading<T>(work: () => T): T {
    if (database.inTransaction) return work();
    beginReading.run();
    isReading = true;
    try {
      return work();
    } finally {
      stopReading();
    }
  }

  function stopReading(): void {
    if (!isReading) return;
    isReading = false;
    endReading.run();
  }

  const replaceProjections = database.transaction((changes: ProjectionChanges) => {
    for (const table of PROJECTION_TABLES) database.exec(`DELETE FROM ${table}`);
    writeChanges(changes);
    lookUps.rebuild();
  });

  const selectOrder = find(orderTable, 'SELECT * FROM orders WHERE client_order_id = ?');
  const selectOrders = query(
    orderTable,
    'SELECT * FROM orders WHERE account = ? ORDER BY created_time DESC, place DESC LIMIT ?',
  );
  const selectOpenOrders = query(
    orderTable,
    `SELECT * FROM orders WHERE account = ? AND status NOT IN ('filled', 'cancelled', 'rejected', 'refused', 'expired')
     ORDER BY created_time, place`,
  );
  const selectOrderOfVenue = find(
    orderTable,
    'SELECT * FROM orders WHERE account = ? AND venue_order_id = ? ORDER BY place DESC LIMIT 1',
  );
  const selectOrdersOfList = query(
    orderTable,
    'SELECT * FROM orders WHERE account = ? AND list_id = ? ORDER BY place',
  );
  const selectFill = find(fillTable, 'SELECT * FROM fills WHERE fill_id = ?');
  const oldestFeeDue = database
    .prepare<[string, number], number | null>(
      'SELECT min(event_time) FROM fills WHERE account = ? AND is_fee_due = 1 AND event_time >= ?',
    )
    .pluck();
  const selectFills = query(
    fillTable,
    'SELECT * FROM fills WHERE account = ? ORDER BY event_time DESC, place DESC LIMIT ?',
  );
  const selectPositions = query(positionTable, 'SELECT * FROM positions WHERE account = ? ORDER BY symbol');
  const selectAccount = find(accountTable, 'SELECT * FROM accounts WHERE account = ?');
  const selectAccounts = query(accountTable, 'SELECT * FROM accounts ORDER BY account');
  const selectSession = find(sessionTable, 'SELECT * FROM sessions WHERE id = ?');
  const selectLatestSession = find(sessionTable, 'SELECT * FROM sessions ORDER BY place DESC LIMIT 1');
  const selectDecision = find(decisionTable, 'SELECT * FROM decisions WHERE id = ?');
  const selectDecisions = query(
    decisionTable,
    'SELECT * FROM decisions WHERE session_id = ? ORDER BY number DESC LIMIT ?',
  );
  const selectDecisionsOfSymbol = query(
    decisionTable,
    'SELECT * FROM decisions WHERE session_id = ? AND symbol = ? ORDER BY number DESC LIMIT ?',
  );
  const countDecisions = database.prepare<[], number>('SELECT count(*) FROM decisions').pluck();
  const selectEquity = query(equityTable, 'SELECT * FROM equity WHERE session_id = ? ORDER BY time');

  function everything<Item>(mapping: TableMapping<Item>, order: readonly string[] = mapping.key): Item[] {
    return query(mapping, `SELECT * FROM ${mapping.table} ORDER BY ${order.join(', ')}`)();
  }

  return withStoreErrors<JournalStore>(path, {
    last: records.last,
    read: records.read,
    readNewest: records.readNewest,
    correlated: records.correlated,
    count: records.count,
    commit(added, changes) {
      stopReading();
      commit.immediate(added, changes);
    },
    reading,
    order: (clientOrderId) => selectOrder(clientOrderId),
    orderOfVenue: (account, venueOrderId) => selectOrderOfVenue(account, venueOrderId),
    ordersOfList: (account, listId) => selectOrdersOfList(account, listId),
    orders: (account, limit) => selectOrders(account, limit),
    openOrders: (account) => selectOpenOrders(account),
    fill: (fillId) => selectFill(fillId),
    oldestFeeDue: (account, since) => oldestFeeDue.get(account, since) ?? undefined,
    fills: (account, limit) => selectFills(account, limit),
    positions: (account) => selectPositions(account),
    account: (account) => selectAccount(account),
    accounts: () => selectAccounts(),
    session: (id) => selectSession(id),
    latestSession: () => selectLatestSession(),
    decision: (id) => selectDecision(id),
    decisions: (sessionId, { symbol, limit }) =>
      symbol === undefined
        ? selectDecisions(sessionId, limit)
        : selectDecisionsOfSymbol(sessionId, symbol, limit),
    countDecisions: () => countDecisions.get() ?? 0,
    equity: (sessionId) => selectEquity(sessionId),
    replaceProjections: (changes) => replaceProjections.immediate(changes),
    lookUpFaults: lookUps.faults,
    readProjections: ({ withDecisions = true } = {}) => ({
      orders: everything(orderTable, ['place']),
      fills: everything(fillTable, ['place']),
      positions: everything(positionTable),
      accounts: everything(accountTable),
      sessions: everything(sessionTable, ['place']),
      decisions: withDecisions ? everything(decisionTable, ['session_id', 'number', 'id']) : [],
      equity: everything(equityTable),
    }),
  });
}
