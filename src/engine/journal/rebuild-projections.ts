import type { JournalStore } from '../ports/journal-store.ts';
import { differencesOfTable, PROJECTION_TABLES, type ProjectionTable, type Rows } from './projection-rows.ts';
import { rebuildFromJournal } from './verify-journal.ts';

/** What became of one table. */
export interface RebuiltTable {
  readonly table: ProjectionTable;
  /** Rows it holds now. */
  readonly rows: number;
  /** Rows that were missing, other than by the journal, or not in it; null when the table could not be read. */
  readonly differing: number | null;
}

export interface ProjectionRebuild {
  readonly records: number;
  readonly lastHash: string;
  /** Why nothing was changed: the first record that is not as it was written. */
  readonly problem: string | null;
  /** Empty when nothing was changed. */
  readonly tables: readonly RebuiltTable[];
  /** Records and fills that were not found by their kind, by what they belong to or in their account, and are again. */
  readonly lookUpFaults: number;
}

/**
 * Verifies the chain, folds orders, fills, positions, cash and the rest from its first record, and puts them in the place
 * of what is stored, together with what records are found by, in one transaction. Changes nothing when the chain has a problem.
 */
export function rebuildProjections(store: JournalStore): ProjectionRebuild {
  const { changes, records, lastHash, problem } = rebuildFromJournal(store);
  if (problem) return { records, lastHash, problem: problem.text, tables: [], lookUpFaults: 0 };
  const stored = readStored(store);
  const tables = PROJECTION_TABLES.map((table) => ({
    table,
    rows: changes[table].length,
    differing: stored ? [...differencesOfTable(table, changes, stored)].length : null,
  }));
  const lookUpFaults = store.lookUpFaults().length;
  store.replaceProjections(changes);
  return { records, lastHash, problem: null, tables, lookUpFaults };
}

/** A row may be so damaged that it cannot be read: a reason to rebuild it, not to stop. */
function readStored(store: JournalStore): Rows | undefined {
  try {
    return store.readProjections();
  } catch {
    return undefined;
  }
}
