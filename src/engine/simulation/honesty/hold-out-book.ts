import { OctopusError } from '#contract/errors';
import type { Timeframe } from '#domain/market/timeframe';
import type { DocumentStore } from '../../ports/market-store.ts';

/** Bars set aside to be looked at once. */
export interface HoldOut {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Milliseconds: bars from here on are locked away. */
  readonly from: number;
  readonly lockedTime: number;
  /** What was looked at with them, the first look first; each piece of work once. */
  readonly reveals: readonly { readonly workId: string; readonly time: number }[];
}

const COLLECTION = 'hold-outs';

/**
 * Keeps the newest bars of a series out of every search until they are revealed. The first reveal is the judgement;
 * each further one, with other parameters, is counted and judges less. A lock is for ever: it can neither be moved nor
 * taken back.
 */
export class HoldOutBook {
  readonly #documents: DocumentStore;
  readonly #now: () => number;

  constructor(documents: DocumentStore, now: () => number) {
    this.#documents = documents;
    this.#now = now;
  }

  /** The lock on a series, if there is one. */
  find(symbol: string, timeframe: Timeframe): HoldOut | undefined {
    return this.#documents.get(COLLECTION, keyOf(symbol, timeframe), this.#now()) as HoldOut | undefined;
  }

  /** The lock on a series. Throws an `OctopusError` NOT_FOUND when there is none. */
  require(symbol: string, timeframe: Timeframe): HoldOut {
    const known = this.find(symbol, timeframe);
    if (known) return known;
    throw new OctopusError('NOT_FOUND', `${symbol} ${timeframe} has no locked bars; lock some first`);
  }

  /** Locks the bars from a time on. Throws an `OctopusError` BAD_REQUEST when others are locked already. */
  lock(symbol: string, timeframe: Timeframe, from: number): HoldOut {
    const known = this.find(symbol, timeframe);
    if (known && known.from !== from)
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol} ${timeframe} is locked from ${new Date(known.from).toISOString().slice(0, 10)} on; a lock is not moved`,
      );
    if (known) return known;
    const holdOut = { symbol, timeframe, from, lockedTime: this.#now(), reveals: [] };
    this.#documents.put(COLLECTION, keyOf(symbol, timeframe), holdOut);
    return holdOut;
  }

  /** Counts a look at the locked bars; the same work is counted once. Throws NOT_FOUND when nothing is locked. */
  reveal(symbol: string, timeframe: Timeframe, workId: string): HoldOut {
    const known = this.find(symbol, timeframe);
    if (!known)
      throw new OctopusError('NOT_FOUND', `${symbol} ${timeframe} has no locked bars; lock some first`);
    if (known.reveals.some((reveal) => reveal.workId === workId)) return known;
    const holdOut = { ...known, reveals: [...known.reveals, { workId, time: this.#now() }] };
    this.#documents.put(COLLECTION, keyOf(symbol, timeframe), holdOut);
    return holdOut;
  }
}

function keyOf(symbol: string, timeframe: Timeframe): string {
  return `${symbol} ${timeframe}`;
}
