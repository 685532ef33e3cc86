import type { BarColumns } from '#domain/market/bar';

/** Bytes of decoded bars kept at most: four chunks of minutes without a break. */
const KEPT_BYTES = 8_000_000;
const BAR_BYTES = 48;

interface Kept {
  readonly hash: Uint8Array;
  readonly bars: BarColumns;
}

/**
 * Chunks that were decoded for a part of them: the newest bars of a series and the ends of a range are asked for again
 * and again. What is kept goes by the hash of a chunk, so nothing has to be told when a chunk is written.
 */
export interface DecodedChunks {
  /** The bars of the chunk with this hash; those who ask copy from them and change nothing. */
  get(series: number, period: number, hash: Uint8Array): BarColumns | undefined;
  keep(series: number, period: number, hash: Uint8Array, bars: BarColumns): void;
}

export function createDecodedChunks(): DecodedChunks {
  // In the order of their last use.
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= (kept.get(key)?.bars.length ?? 0) * BAR_BYTES;
    kept.delete(key);
  }

  return {
    get(series, period, hash) {
      const key = `${series} ${period}`;
      const found = kept.get(key);
      if (!found || Buffer.compare(found.hash, hash) !== 0) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.bars;
    },
    keep(series, period, hash, bars) {
      const key = `${series} ${period}`;
      forget(key);
      kept.set(key, { hash, bars });
      bytes += bars.length * BAR_BYTES;
      for (const oldest of kept.keys()) {
        if (bytes <= KEPT_BYTES) break;
        forget(oldest);
      }
    },
  };
}
