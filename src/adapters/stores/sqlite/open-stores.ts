import { statSync } from 'node:fs';
import type { JournalStore } from '#engine/ports/journal-store';
import type { DocumentStore } from '#engine/ports/market-store';
import type { RunStore } from '#engine/ports/run-store';
import { acquireDataFolder } from './data-folder.ts';
import { createDocumentStore } from './document-store.ts';
import { journalDatabase } from './journal-database.ts';
import { createJournalStore } from './journal-store.ts';
import { marketDatabase } from './market-database.ts';
import { createMarketStore, type SqliteMarketStore } from './market-store.ts';
import { type OpenedDatabase, openDatabase, type StoreNotice } from './open-database.ts';
import { openRunStore } from './run-store.ts';
import { type StatementTiming, type StatementWatch, watchStatements } from './statement-watch.ts';

/** Everything Solo keeps, open and locked for this process. */
export interface SqliteStores {
  readonly journal: JournalStore;
  readonly documents: DocumentStore;
  readonly market: SqliteMarketStore;
  /** The library of runs; its file is opened, or made, when it is first asked for. */
  runs(): RunStore;
  /** True when either file was opened for reading only. */
  readonly isReadOnly: boolean;
  readonly notices: readonly StoreNotice[];
  /** Bytes on disk, logs included. */
  bytes(): number;
  /** What each statement has cost, the dearest first; none unless the stores were opened to be watched. */
  statementTimings(): StatementTiming[];
  /** Closes every file and gives the folder back. A second call does nothing. */
  close(): void;
}

/**
 * Opens journal and market data of a data folder, and its runs when they are first asked for; `now` (milliseconds) names a
 * damaged file that is moved aside. `isWatched` times every statement.
 */
export function openSqliteStores(
  folder: string,
  now: number,
  { isWatched = false }: { isWatched?: boolean } = {},
): SqliteStores {
  const release = acquireDataFolder(folder);
  const opened: OpenedDatabase[] = [];
  let runs: RunStore | undefined;
  const close = () => {
    runs?.close();
    for (const file of opened.splice(0)) file.close();
    release();
  };
  const watches: StatementWatch[] = [];
  try {
    const journalFile = openDatabase(journalDatabase, folder, now);
    opened.push(journalFile);
    const marketFile = openDatabase(marketDatabase, folder, now);
    opened.push(marketFile);
    if (isWatched) watches.push(...opened.map(({ database }) => watchStatements(database)));
    const files = [journalFile.path, marketFile.path];
    return {
      journal: createJournalStore(journalFile),
      documents: createDocumentStore(journalFile),
      market: createMarketStore(marketFile),
      runs: () => (runs ??= openRunStore(folder, now)),
      isReadOnly: journalFile.isReadOnly || marketFile.isReadOnly,
      notices: [...journalFile.notices, ...marketFile.notices],
      bytes: () =>
        files.flatMap((file) => [file, `${file}-wal`]).reduce((sum, file) => sum + fileBytes(file), 0),
      statementTimings: () =>
        watches.flatMap((watch) => watch.timings()).toSorted((a, b) => b.total - a.total),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
