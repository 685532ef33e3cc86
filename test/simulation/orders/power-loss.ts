import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import type { SeededRandom } from '#domain/values/seeded-random';

interface Files {
  readonly database: Buffer | null;
  readonly log: Buffer | null;
}

/** A disk keeps or loses sectors of this size. */
const SECTOR = 512;

/**
 * The journal's files as they are found after the power was lost: all that a commit waited for is there, and of what was
 * being written each sector is the old one or the new one.
 */
export class PowerLoss {
  readonly #path: string;
  readonly #random: SeededRandom;
  #left: Files | undefined;

  constructor(folder: string, random: SeededRandom) {
    this.#path = join(folder, journalDatabase.fileName);
    this.#random = random;
  }

  /** The power is lost now, between two writes. */
  strike(): void {
    this.#left = this.#read();
  }

  /** The power is lost while `write` writes: nothing that it wrote was waited for. */
  strikeDuring(write: () => void): void {
    const before = this.#read();
    write();
    const after = this.#read();
    // Pages go from the log to the database only once the log is on the disk.
    const isMoving = !same(before.database, after.database);
    this.#left = isMoving
      ? { database: this.#mix(before.database, after.database), log: after.log }
      : { database: before.database, log: this.#mix(before.log, after.log) };
  }

  /** Once the process has let go of its files: those that the power left are in their place. */
  restore(): void {
    const left = this.#left;
    this.#left = undefined;
    if (!left) return;
    for (const [suffix, bytes] of [
      ['', left.database],
      ['-wal', left.log],
      ['-shm', null],
    ] as const)
      if (bytes) writeFileSync(this.#path + suffix, bytes);
      else rmSync(this.#path + suffix, { force: true });
  }

  #read(): Files {
    const read = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null);
    return { database: read(this.#path), log: read(`${this.#path}-wal`) };
  }

  #mix(old: Buffer | null, now: Buffer | null): Buffer | null {
    if (!now) return old;
    const mixed = Buffer.from(now);
    for (let start = 0; start < mixed.length; start += SECTOR) {
      const end = Math.min(start + SECTOR, mixed.length);
      const before = Buffer.alloc(end - start);
      // A file that has grown: of its new sectors the old ones are empty.
      if (old && start < old.length) old.copy(before, 0, start, Math.min(end, old.length));
      const isSame = before.equals(mixed.subarray(start, end));
      if (!isSame && this.#random.next() < 0.5) before.copy(mixed, start);
    }
    return mixed;
  }
}

function same(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
