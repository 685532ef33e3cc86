import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { ColumnRequest } from './signal-scanner.ts';
import type { VectorStrategy } from './vector-strategies.ts';

/** Memory that columns may take unless told, in bytes. */
export const COLUMN_BYTES_MAX = 1_500_000_000;

/** Indicator columns in shared memory, each computed once, for all trials and threads. */
export class ColumnShelf {
  readonly #columns = new Map<string, Float64Array>();
  readonly #strategy: VectorStrategy;
  readonly #bars: BarColumns;
  readonly #bytesMax: number;

  constructor(strategy: VectorStrategy, bars: BarColumns, bytesMax = COLUMN_BYTES_MAX) {
    this.#strategy = strategy;
    this.#bars = bars;
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#columns.size * this.#bars.length * Float64Array.BYTES_PER_ELEMENT;
  }

  /**
   * Computes what the trials need and the shelf has not. Columns no longer needed give way when memory runs short.
   * Throws an `OctopusError` BAD_REQUEST when the trials alone need more than there may be.
   */
  provide(parameters: Float64Array, width: number): ColumnChange {
    const wanted = new Map<string, ColumnRequest>();
    for (let offset = 0; offset < parameters.length; offset += width)
      for (const request of this.#strategy.columns(parameters, offset))
        wanted.set(columnKey(request), request);
    const each = this.#bars.length * Float64Array.BYTES_PER_ELEMENT;
    if (wanted.size * each > this.#bytesMax) {
      throw new OctopusError(
        'BAD_REQUEST',
        `${wanted.size} columns of ${this.#bars.length} bars need ${megabytes(wanted.size * each)} MB; ` +
          `${megabytes(this.#bytesMax)} MB are allowed: narrow the ranges or use fewer bars`,
      );
    }
    const missing = [...wanted].filter(([key]) => !this.#columns.has(key));
    const removed = this.#makeRoom(missing.length, each, wanted);
    const added = missing.map(([key, request]): readonly [string, Float64Array] => {
      const column = new Float64Array(new SharedArrayBuffer(each));
      this.#strategy.compute(request, this.#bars, column);
      this.#columns.set(key, column);
      return [key, column];
    });
    return { added, removed };
  }

  /** A column provided before. */
  readonly columnOf = (request: ColumnRequest): Float64Array => this.#columns.get(columnKey(request))!;

  /** Does what another thread's shelf did. */
  follow({ added, removed }: ColumnChange): void {
    for (const key of removed) this.#columns.delete(key);
    for (const [key, column] of added) this.#columns.set(key, column);
  }

  #makeRoom(count: number, each: number, wanted: ReadonlyMap<string, unknown>): string[] {
    const removed: string[] = [];
    for (const key of this.#columns.keys()) {
      if ((this.#columns.size + count) * each <= this.#bytesMax) break;
      if (wanted.has(key)) continue;
      this.#columns.delete(key);
      removed.push(key);
    }
    return removed;
  }
}

/** What came onto a shelf and what left it. */
export interface ColumnChange {
  readonly added: readonly (readonly [string, Float64Array])[];
  readonly removed: readonly string[];
}

/** The name a column goes by. */
function columnKey({ kind, period }: ColumnRequest): string {
  return `${kind}:${period}`;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
