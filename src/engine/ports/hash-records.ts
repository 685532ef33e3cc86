import { createHash } from 'node:crypto';
import type { StreamRecord } from './event-stream.ts';

/**
 * SHA-256 over messages in their order: of each the lengths of key and value in UTF-16 units, the time, key and value. Partition and
 * offset are no part of it, so that a log and its copy elsewhere compare.
 */
export class RecordHash {
  readonly #digest = createHash('sha256');

  add(records: readonly StreamRecord[]): void {
    for (const { key, value, time } of records)
      this.#digest.update(`${key.length} ${value.length} ${time}\n${key}${value}\n`);
  }

  hex(): string {
    return this.#digest.digest('hex');
  }
}

/** The hash of messages that are all at hand; see {@link RecordHash}. */
export function hashRecords(records: readonly StreamRecord[]): string {
  const hash = new RecordHash();
  hash.add(records);
  return hash.hex();
}
