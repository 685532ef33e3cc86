import type { DatabaseKind } from './open-database.ts';

/**
 * `market.sqlite`: bars and ticks in columnar chunks, instruments, facts, quarantine, headlines and notes. Nearly all
 * of it came from a file or a provider, so a power cut may cost the last moments of it; the file itself stays whole.
 */
export const marketDatabase: DatabaseKind = {
  fileName: 'market.sqlite',
  applicationId: 0x4f43544d,
  synchronous: 'NORMAL',
  pageSize: 4096,
  // A thousand take 5 ms and more of a loop on which orders wait.
  checkpointPages: 250,
  migrations: [
    {
      name: 'instruments, bars in chunks, quarantine and headlines',
      up(database) {
        database.exec(`
          CREATE TABLE instruments (
            symbol TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            asset_class TEXT NOT NULL,
            currency TEXT NOT NULL,
            price_precision INTEGER NOT NULL,
            venue TEXT NOT NULL,
            time_zone TEXT NOT NULL,
            source TEXT NOT NULL,
            is_tradable INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            symbol TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            bars INTEGER NOT NULL,
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            UNIQUE (symbol, timeframe)
          ) STRICT;

          CREATE TABLE chunks (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series (id),
            period INTEGER NOT NULL,
            bars INTEGER NOT NULL,
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            hash BLOB NOT NULL,
            payload_bytes INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (series, period)
          ) STRICT;

          CREATE TABLE quarantine (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            symbol TEXT NOT NULL,
            source TEXT NOT NULL,
            line INTEGER NOT NULL,
            reason TEXT NOT NULL,
            raw TEXT NOT NULL,
            received_time REAL NOT NULL
          ) STRICT;

          CREATE TABLE headlines (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            time REAL NOT NULL,
            title TEXT NOT NULL,
            source TEXT NOT NULL,
            symbols TEXT NOT NULL
          ) STRICT;
          CREATE TABLE headline_symbols (
            symbol TEXT NOT NULL,
            time REAL NOT NULL,
            headline INTEGER NOT NULL REFERENCES headlines (place),
            PRIMARY KEY (symbol, time, headline)
          ) STRICT, WITHOUT ROWID;
        `);
      },
    },
    {
      name: 'chunks say in which form their bars are kept',
      up(database) {
        database.exec('ALTER TABLE chunks ADD COLUMN form INTEGER NOT NULL DEFAULT 1');
      },
    },
    {
      name: 'when bars came, and the bars they replaced',
      up(database) {
        database.exec(`
          CREATE TABLE arrivals (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series (id),
            received_time REAL NOT NULL,
            first_time REAL NOT NULL,
            last_time REAL NOT NULL
          ) STRICT;
          CREATE INDEX arrivals_of_series ON arrivals (series, received_time);

          CREATE TABLE replaced (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series (id),
            received_time REAL NOT NULL,
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            bars INTEGER NOT NULL,
            form INTEGER NOT NULL,
            payload_bytes INTEGER NOT NULL,
            body BLOB NOT NULL
          ) STRICT;
          CREATE INDEX replaced_of_series ON replaced (series, received_time);
        `);
      },
    },
    {
      name: 'splits and dividends',
      up(database) {
        database.exec(`
          CREATE TABLE corporate_actions (
            symbol TEXT NOT NULL,
            time REAL NOT NULL,
            kind TEXT NOT NULL,
            value REAL NOT NULL,
            is_in_prices INTEGER NOT NULL,
            received_time REAL NOT NULL,
            PRIMARY KEY (symbol, time, kind)
          ) STRICT, WITHOUT ROWID;
        `);
      },
    },
    {
      name: 'words of headlines can be searched',
      up(database) {
        database.exec(`
          CREATE VIRTUAL TABLE headline_words USING fts5 (
            title, content = 'headlines', content_rowid = 'place', tokenize = 'unicode61 remove_diacritics 2'
          );
          INSERT INTO headline_words (headline_words) VALUES ('rebuild');
          CREATE TRIGGER headline_words_of_new AFTER INSERT ON headlines BEGIN
            INSERT INTO headline_words (rowid, title) VALUES (new.place, new.title);
          END;
        `);
      },
    },
    {
      name: 'where headlines are to be read, and when they came',
      up(database) {
        database.exec(`
          ALTER TABLE headlines ADD COLUMN url TEXT;
          ALTER TABLE headlines ADD COLUMN summary TEXT;
          ALTER TABLE headlines ADD COLUMN received_time REAL;
          CREATE INDEX headlines_by_time ON headlines (time);
        `);
      },
    },
    {
      name: 'trades and quotes in chunks',
      up(database) {
        database.exec(`
          CREATE TABLE tick_series (
            id INTEGER PRIMARY KEY,
            symbol TEXT NOT NULL,
            kind TEXT NOT NULL,
            ticks INTEGER NOT NULL,
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            UNIQUE (symbol, kind)
          ) STRICT;
          CREATE TABLE tick_chunks (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES tick_series (id),
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            ticks INTEGER NOT NULL,
            form INTEGER NOT NULL,
            payload_bytes INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (series, first_time)
          ) STRICT;
        `);
      },
    },
    {
      name: 'fundamentals as known on a date, and notes',
      up(database) {
        database.exec(`
          CREATE TABLE fundamentals (
            symbol TEXT NOT NULL,
            metric TEXT NOT NULL,
            period_end REAL NOT NULL,
            known_time REAL NOT NULL,
            value REAL NOT NULL,
            unit TEXT NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (symbol, metric, period_end, known_time)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE notes (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            symbol TEXT NOT NULL,
            time REAL NOT NULL,
            text TEXT NOT NULL
          ) STRICT;
          CREATE VIRTUAL TABLE note_words USING fts5 (
            text, content = 'notes', content_rowid = 'place', tokenize = 'unicode61 remove_diacritics 2'
          );
          CREATE TRIGGER note_words_of_new AFTER INSERT ON notes BEGIN
            INSERT INTO note_words (rowid, text) VALUES (new.place, new.text);
          END;
          CREATE TRIGGER note_words_of_changed AFTER UPDATE ON notes BEGIN
            INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', old.place, old.text);
            INSERT INTO note_words (rowid, text) VALUES (new.place, new.text);
          END;
        `);
      },
    },
    {
      name: 'rows set aside know how their source is read, and whether a person may take them',
      up(database) {
        database.exec(`
          CREATE TABLE quarantine_contexts (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT;
          ALTER TABLE quarantine ADD COLUMN is_releasable INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE quarantine ADD COLUMN context INTEGER REFERENCES quarantine_contexts (id);
        `);
      },
    },
    {
      name: 'the source of every bar, and who replaced it',
      up(database) {
        database.exec(`
          CREATE TABLE bar_sources (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            UNIQUE (name, kind)
          ) STRICT;
          INSERT INTO bar_sources (id, name, kind) VALUES (1, 'unknown', 'unknown');

          CREATE TABLE provenance (
            series INTEGER NOT NULL REFERENCES series (id),
            first_time REAL NOT NULL,
            last_time REAL NOT NULL,
            source INTEGER NOT NULL REFERENCES bar_sources (id),
            first_received REAL,
            last_received REAL NOT NULL,
            PRIMARY KEY (series, first_time)
          ) STRICT, WITHOUT ROWID;
          INSERT INTO provenance (series, first_time, last_time, source, first_received, last_received)
            SELECT id, first_time, last_time, 1, NULL,
              CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) FROM series WHERE bars > 0;

          ALTER TABLE replaced ADD COLUMN source INTEGER NOT NULL DEFAULT 1 REFERENCES bar_sources (id);
          ALTER TABLE replaced ADD COLUMN replaced_by INTEGER NOT NULL DEFAULT 1 REFERENCES bar_sources (id);
        `);
      },
    },
    {
      name: 'the sector of an instrument',
      up(database) {
        database.exec('ALTER TABLE instruments ADD COLUMN sector TEXT');
      },
    },
  ],
};
