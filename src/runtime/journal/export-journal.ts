import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { recordHash } from '#engine/journal/chain';
import { GENESIS_HASH, type JournalRecord, type JournalStore } from '#engine/ports/journal-store';

export interface JournalExport {
  /** Records written. */
  readonly records: number;
  /** Records of the journal, all of which were verified. */
  readonly verified: number;
  /** Hash of the newest record: whoever knows it can tell that nothing before it was changed. */
  readonly head: string;
}

export interface JournalExportOptions {
  readonly format: 'jsonl' | 'csv';
  /** Of the event, inclusive and exclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly kinds?: readonly string[] | undefined;
}

const PAGE = 2_000;
const COLUMNS = [
  'sequence',
  'eventTime',
  'receivedTime',
  'kind',
  'source',
  'causationId',
  'correlationId',
  'payload',
  'previousHash',
  'hash',
] as const;

/**
 * Writes records of a journal, of which every link is checked on the way; another process may be working in the folder.
 * Throws, and leaves no file, when a record does not verify.
 */
export function exportJournal(folder: string, file: string, options: JournalExportOptions): JournalExport {
  const out = openSync(file, 'w');
  try {
    return openJournalForReading(folder, (journal) => writeRecords(journal, out, options));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(out);
  }
}

function writeRecords(journal: JournalStore, out: number, options: JournalExportOptions): JournalExport {
  if (options.format === 'csv') writeSync(out, `${COLUMNS.join(',')}\n`);
  let [after, records, head] = [0, 0, GENESIS_HASH];
  for (;;) {
    const page = journal.read(after, PAGE);
    if (page.length === 0) return { records, verified: after, head };
    let lines = '';
    for (const record of page) {
      const isNext = record.sequence === after + 1 && record.previousHash === head;
      if (!isNext || recordHash(record) !== record.hash)
        throw new Error(`the journal does not verify at record ${record.sequence}: nothing was exported`);
      after = record.sequence;
      head = record.hash;
      if (!isWanted(record, options)) continue;
      lines += options.format === 'csv' ? csvLine(record) : jsonLine(record);
      records += 1;
    }
    if (lines !== '') writeSync(out, lines);
  }
}

function isWanted(record: JournalRecord, { from, to, kinds }: JournalExportOptions): boolean {
  const { eventTime, kind } = record;
  return (
    eventTime >= (from ?? Number.NEGATIVE_INFINITY) &&
    eventTime < (to ?? Number.POSITIVE_INFINITY) &&
    (kinds === undefined || kinds.includes(kind))
  );
}

function jsonLine(record: JournalRecord): string {
  // The payload is canonical JSON text already.
  const { payload, ...rest } = record;
  return `${JSON.stringify(rest).slice(0, -1)},"payload":${payload}}\n`;
}

function csvLine(record: JournalRecord): string {
  const cells = COLUMNS.map((name) => {
    const value = record[name];
    if (name === 'eventTime' || name === 'receivedTime') return new Date(value as number).toISOString();
    return value === null ? '' : `"${String(value).replaceAll('"', '""')}"`;
  });
  return `${cells.join(',')}\n`;
}
