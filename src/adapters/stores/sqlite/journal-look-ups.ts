import type Database from 'better-sqlite3';
import { blockOf, blockText, RECORDS_OF_BLOCK } from './record-block.ts';

/** What records and fills are found by beside their own columns: compared with them, and worked out from them again. */
export interface JournalLookUps {
  /** A sentence for each entry that hides a record or a fill, or names what is not there. */
  faults(): string[];
  /** To be called within a transaction. Fills are filed when they are written, and not touched here. */
  rebuild(): void;
}

type Found = [sequence: number, kind: string, correlationId: string | null, beginsRun: number];
interface Misfiled {
  readonly fillId: string;
  readonly filedUnder: string;
  readonly clientOrderId: string;
  readonly account: string;
}

/** Where a run of records begins that the index does not hold, so that none of it is found. */
const IS_HIDDEN = `correlation_id IS NOT NULL AND begins_run <> 1 AND (begins_run <> 0 OR correlation_id IS NOT
  (SELECT correlation_id FROM journal AS earlier WHERE earlier.sequence = journal.sequence - 1))`;

/**
 * `kind_blocks` must name exactly the blocks that hold a kind. `begins_run` may be 1 where no run begins, as it is in what
 * came from an earlier format: such a record is found all the same.
 */
export function openJournalLookUps(database: Database.Database): JournalLookUps {
  const selectNoted = database.prepare<[], [string, number]>('SELECT kind, block FROM kind_blocks').raw();
  const selectRecords = database
    .prepare<[], Found>(
      'SELECT sequence, kind, correlation_id, begins_run FROM journal NOT INDEXED ORDER BY sequence',
    )
    .raw();
  const selectMisfiled = database.prepare<[], Misfiled>(
    `SELECT fill_id AS fillId, fills.account AS filedUnder, client_order_id AS clientOrderId, orders.account AS account
     FROM fills JOIN orders USING (client_order_id) WHERE fills.account <> orders.account ORDER BY fills.place`,
  );

  function noted(): Map<number, Set<string>> {
    const blocks = new Map<number, Set<string>>();
    for (const [kind, block] of selectNoted.all()) {
      const kinds = blocks.get(block);
      if (kinds) kinds.add(kind);
      else blocks.set(block, new Set([kind]));
    }
    return blocks;
  }

  function faultsOfRecords(): string[] {
    const faults: string[] = [];
    const isNoted = noted();
    const unseen = noted();
    let before: string | null = null;
    for (const [sequence, kind, correlationId, beginsRun] of selectRecords.iterate()) {
      const block = blockOf(sequence);
      unseen.get(block)?.delete(kind);
      if (!isNoted.get(block)?.has(kind))
        faults.push(
          `kind_blocks: ${kind} is not noted for ${blockText(block)}, so record ${sequence} is not found by its kind`,
        );
      const isFound = beginsRun === 1 || (beginsRun === 0 && correlationId === before);
      if (correlationId !== null && !isFound)
        faults.push(
          `begins_run: record ${sequence} is marked ${beginsRun}, so it is not found among those of ${correlationId}`,
        );
      before = correlationId;
    }
    for (const [block, kinds] of unseen)
      for (const kind of kinds)
        faults.push(`kind_blocks: ${kind} is noted for ${blockText(block)}, where no record is of that kind`);
    return faults;
  }

  return {
    faults: () => [
      ...faultsOfRecords(),
      ...selectMisfiled
        .all()
        .map(
          ({ fillId, filedUnder, clientOrderId, account }) =>
            `fills: ${fillId} is filed under account ${filedUnder}, but its order ${clientOrderId} is of ${account}`,
        ),
    ],
    rebuild: () => {
      database.exec(`DELETE FROM kind_blocks;
        INSERT INTO kind_blocks SELECT DISTINCT kind, sequence / ${RECORDS_OF_BLOCK} FROM journal;
        UPDATE journal SET begins_run = 1 WHERE ${IS_HIDDEN}`);
    },
  };
}
