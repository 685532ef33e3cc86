import { GENESIS_HASH, type JournalRecord } from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { sha256Hex } from './hashing.ts';
import type { JournalEntry } from './record-kinds.ts';

/** What the payload of a record says: that of its entry, and where the session stood that it belongs to. */
export type RecordBody = JournalEntry['payload'] & Pick<JournalEntry, 'session'>;

/**
 * The record that follows `previous`. `hash = sha256(previousHash ‖ canonical record without receivedTime)`, so two
 * machines fed the same inputs have the same chain.
 */
export function chainRecord(
  previous: { sequence: number; hash: string } | undefined,
  entry: JournalEntry,
  receivedTime: number,
): JournalRecord {
  const record = {
    sequence: (previous?.sequence ?? 0) + 1,
    eventTime: entry.eventTime,
    receivedTime,
    kind: entry.kind,
    source: entry.source,
    causationId: entry.causationId ?? null,
    correlationId: entry.correlationId ?? null,
    payload: canonicalJson(recordBody(entry)),
    previousHash: previous?.hash ?? GENESIS_HASH,
    hash: '',
  };
  record.hash = recordHash(record);
  return record;
}

/** What the record of an entry says. */
export function recordBody({ payload, session }: JournalEntry): RecordBody {
  return session ? { ...payload, session } : payload;
}

/** The hash a record must carry. */
export function recordHash(record: Omit<JournalRecord, 'hash'>): string {
  const { sequence, eventTime, kind, source, causationId, correlationId, payload } = record;
  if (!Number.isFinite(eventTime))
    throw new TypeError(`$.eventTime is ${eventTime}; a journal holds only finite numbers`);
  // Canonical as they stand here, in the order of their names: this is hashed for every record there is.
  const text = JSON.stringify({ causationId, correlationId, eventTime, kind, payload, sequence, source });
  return sha256Hex(record.previousHash + text);
}
