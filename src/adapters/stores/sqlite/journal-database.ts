import type { DatabaseKind } from './open-database.ts';

/**
 * `journal.sqlite`: the record of every decision, its projections and the small documents. What no provider can
 * give back is kept here, so each commit is on the disk before it returns.
 */
export const journalDatabase: DatabaseKind = {
  fileName: 'journal.sqlite',
  applicationId: 0x4f43544a,
  synchronous: 'FULL',
  pageSize: 4096,
  migrations: [
    {
      name: 'journal, its projections and documents',
      up(database) {
        database.exec(`
          CREATE TABLE journal (
            sequence INTEGER PRIMARY KEY,
            event_time REAL NOT NULL,
            received_time REAL NOT NULL,
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            causation_id TEXT,
            correlation_id TEXT,
            payload TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL
          ) STRICT;
          CREATE INDEX journal_by_kind ON journal (kind, sequence);
          CREATE INDEX journal_by_correlation ON journal (correlation_id, sequence) WHERE correlation_id IS NOT NULL;

          CREATE TABLE orders (
            place INTEGER PRIMARY KEY,
            client_order_id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            symbol TEXT NOT NULL,
            side TEXT NOT NULL,
            type TEXT NOT NULL,
            quantity TEXT NOT NULL,
            limit_price TEXT,
            stop_price TEXT,
            time_in_force TEXT NOT NULL,
            origin TEXT NOT NULL,
            reason TEXT NOT NULL,
            decision_id TEXT,
            nonce TEXT NOT NULL,
            status TEXT NOT NULL,
            filled_quantity TEXT NOT NULL,
            average_price TEXT NOT NULL,
            created_time REAL NOT NULL,
            updated_time REAL NOT NULL,
            status_reason TEXT
          ) STRICT;
          CREATE INDEX orders_by_account ON orders (account, created_time, place);
          CREATE INDEX orders_open ON orders (account, created_time, place)
            WHERE status IN ('pending', 'sent', 'working', 'partially-filled');

          CREATE TABLE fills (
            place INTEGER PRIMARY KEY,
            fill_id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            client_order_id TEXT NOT NULL,
            symbol TEXT NOT NULL,
            side TEXT NOT NULL,
            quantity TEXT NOT NULL,
            price TEXT NOT NULL,
            fee TEXT NOT NULL,
            event_time REAL NOT NULL
          ) STRICT;
          CREATE INDEX fills_by_account ON fills (account, event_time, place);
          CREATE TRIGGER fill_needs_its_order BEFORE INSERT ON fills WHEN NEW.account = '' BEGIN
            SELECT RAISE(ABORT, 'fill ' || NEW.fill_id || ' names order ' || NEW.client_order_id || ', which is not stored');
          END;

          CREATE TABLE positions (
            account TEXT NOT NULL,
            symbol TEXT NOT NULL,
            quantity TEXT NOT NULL,
            average_price TEXT NOT NULL,
            realized_pnl TEXT NOT NULL,
            origin TEXT NOT NULL,
            decision_id TEXT,
            PRIMARY KEY (account, symbol)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE accounts (
            account TEXT PRIMARY KEY,
            currency TEXT NOT NULL,
            starting_cash TEXT NOT NULL,
            cash TEXT NOT NULL,
            fees_paid TEXT NOT NULL,
            realized_pnl TEXT NOT NULL
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE sessions (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            configuration TEXT NOT NULL,
            state TEXT NOT NULL,
            cursor INTEGER NOT NULL,
            event_time REAL NOT NULL,
            decision_hash TEXT NOT NULL,
            decision_count INTEGER NOT NULL,
            trading_state TEXT NOT NULL,
            started_time REAL NOT NULL
          ) STRICT;

          CREATE TABLE decisions (
            id TEXT NOT NULL UNIQUE,
            session_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            symbol TEXT NOT NULL,
            event_time REAL NOT NULL,
            body TEXT NOT NULL
          ) STRICT;
          CREATE INDEX decisions_by_session ON decisions (session_id, number);
          CREATE INDEX decisions_by_symbol ON decisions (session_id, symbol, number);

          CREATE TABLE equity (
            session_id TEXT NOT NULL,
            time REAL NOT NULL,
            equity REAL NOT NULL,
            cash TEXT NOT NULL,
            PRIMARY KEY (session_id, time)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE documents (
            place INTEGER PRIMARY KEY,
            collection TEXT NOT NULL,
            id TEXT NOT NULL,
            body TEXT NOT NULL,
            expires_time REAL,
            UNIQUE (collection, id)
          ) STRICT;
          CREATE INDEX documents_by_expiry ON documents (expires_time) WHERE expires_time IS NOT NULL;
        `);
      },
    },
    {
      name: 'orders of every type and accounts at brokers',
      up(database) {
        database.exec(`
          DROP INDEX orders_open;
          ALTER TABLE orders ADD COLUMN venue_order_id TEXT;
          ALTER TABLE orders ADD COLUMN list_id TEXT;
          ALTER TABLE orders ADD COLUMN more TEXT;
          CREATE INDEX orders_open ON orders (account, created_time, place)
            WHERE status NOT IN ('filled', 'cancelled', 'rejected', 'refused', 'expired');
          CREATE INDEX orders_by_venue ON orders (account, venue_order_id) WHERE venue_order_id IS NOT NULL;
          CREATE INDEX orders_by_list ON orders (account, list_id) WHERE list_id IS NOT NULL;

          ALTER TABLE fills ADD COLUMN liquidity TEXT;

          ALTER TABLE accounts ADD COLUMN broker TEXT NOT NULL DEFAULT 'paper';
          ALTER TABLE accounts ADD COLUMN environment TEXT NOT NULL DEFAULT 'simulated';
          ALTER TABLE accounts ADD COLUMN trading_state TEXT NOT NULL DEFAULT 'active';
          ALTER TABLE accounts ADD COLUMN is_live_allowed INTEGER NOT NULL DEFAULT 0;
          UPDATE accounts SET trading_state = coalesce(
            (SELECT trading_state FROM sessions WHERE sessions.account = accounts.account ORDER BY place DESC LIMIT 1),
            'active');
          ALTER TABLE sessions DROP COLUMN trading_state;
        `);
      },
    },
    {
      name: 'fees that are told after their fill',
      up(database) {
        database.exec(`
          ALTER TABLE fills ADD COLUMN is_fee_due INTEGER NOT NULL DEFAULT 0;
          CREATE INDEX fills_fee_due ON fills (account, event_time) WHERE is_fee_due = 1;
        `);
      },
    },
    {
      name: 'the hash before is kept once, with its own record',
      up(database) {
        database.exec('ALTER TABLE journal DROP COLUMN previous_hash');
      },
    },
    {
      name: 'records are found by the blocks that hold their kind and by the runs that belong together',
      up(database) {
        database.exec(`
          CREATE TABLE kind_blocks (kind TEXT NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (kind, block)) STRICT, WITHOUT ROWID;
          INSERT INTO kind_blocks SELECT DISTINCT kind, sequence / 256 FROM journal;
          DROP INDEX journal_by_kind;

          ALTER TABLE journal ADD COLUMN begins_run INTEGER NOT NULL DEFAULT 1;
          DROP INDEX journal_by_correlation;
          CREATE INDEX journal_by_correlation ON journal (correlation_id, sequence)
            WHERE correlation_id IS NOT NULL AND begins_run = 1;
        `);
      },
    },
  ],
};
