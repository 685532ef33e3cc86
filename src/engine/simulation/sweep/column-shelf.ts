import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { ColumnRequest } from './signal-scanner.ts';
import type { ColumnOf, VectorStrategy } from './vector-strategies.ts';

/** Memory that columns may take unless told, in bytes. */
export const COLUMN_BYTES_MAX = 1_500_000_000;

/** Indicator columns in shared memory, each computed once, for all trials and threads. */
export class ColumnShelf {
  /** By kind, then by period. */
  readonly #columns = new Map<string, Map<number, Float64Array>>();
  #count = 0;
  readonly #strategy: VectorStrategy;
  readonly #bars: BarColumns;
  readonly #bytesMax: number;

  constructor(strategy: VectorStrategy, bars: BarColumns, bytesMax = COLUMN_BYTES_MAX) {
    this.#strategy = strategy;
    this.#bars = bars;
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#count * this.#bars.length * Float64Array.BYTES_PER_ELEMENT;
  }

  /**
   * Computes what the trials need and the shelf has not. Columns no longer needed give way when memory runs short.
   * Throws an `OctopusError` BAD_REQUEST when the trials alone need more than there may be.
   */
  provide(parameters: Float64Array, width: number): ColumnChange {
    const wanted = this.#periodsOf(parameters, width);
    const each = this.#bars.length * Float64Array.BYTES_PER_ELEMENT;
    const requests = [...wanted].flatMap(([kind, periods]) =>
      [...periods].map((period) => ({ kind, period })),
    );
    if (requests.length * each > this.#bytesMax) {
      throw new OctopusError(
        'BAD_REQUEST',
        `${requests.length} columns of ${this.#bars.length} bars need ${megabytes(requests.length * each)} MB; ` +
          `${megabytes(this.#bytesMax)} MB are allowed: narrow the ranges or use fewer bars`,
      );
    }
    const missing = requests.filter(({ kind, period }) => !this.#columns.get(kind)?.has(period));
    const removed = this.#makeRoom(missing.length, each, wanted);
    const added = missing.map((request): SharedColumn => {
      const column = new Float64Array(new SharedArrayBuffer(each));
      this.#strategy.compute(request, this.#bars, column);
      this.#put(request, column);
      return { ...request, column };
    });
    return { added, removed };
  }

  /** A column provided before. */
  readonly columnOf: ColumnOf = (kind, period) => this.#columns.get(kind)!.get(period)!;

  /** Does what another thread's shelf did. */
  follow({ added, removed }: ColumnChange): void {
    for (const request of removed) this.#remove(request);
    for (const { column, ...request } of added) this.#put(request, column);
  }

  /** Periods that trials ask of each kind of column. */
  #periodsOf(parameters: Float64Array, width: number): Map<string, Set<number>> {
    const wanted = new Map<string, Set<number>>();
    for (const { kind, parameter } of this.#strategy.columns) {
      const periods = wanted.get(kind) ?? new Set<number>();
      let newest = Number.NaN;
      for (let at = parameter; at < parameters.length; at += width) {
        const period = parameters[at]!;
        // Combinations in their order mostly repeat it, and a look is cheaper than a search.
        if (period !== newest) periods.add(period);
        newest = period;
      }
      wanted.set(kind, periods);
    }
    return wanted;
  }

  #put({ kind, period }: ColumnRequest, column: Float64Array): void {
    const ofKind = this.#columns.get(kind) ?? new Map<number, Float64Array>();
    if (!ofKind.has(period)) this.#count += 1;
    this.#columns.set(kind, ofKind.set(period, column));
  }

  #remove({ kind, period }: ColumnRequest): void {
    if (this.#columns.get(kind)?.delete(period)) this.#count -= 1;
  }

  #makeRoom(
    count: number,
    each: number,
    wanted: ReadonlyMap<string, ReadonlySet<number>>,
  ): readonly ColumnRequest[] {
    const removed: ColumnRequest[] = [];
    for (const [kind, ofKind] of this.#columns)
      for (const period of ofKind.keys()) {
        if ((this.#count + count) * each <= this.#bytesMax) return removed;
        if (wanted.get(kind)?.has(period)) continue;
        this.#remove({ kind, period });
        removed.push({ kind, period });
      }
    return removed;
  }
}

/** What came onto a shelf and what left it. */
export interface ColumnChange {
  readonly added: readonly SharedColumn[];
  readonly removed: readonly ColumnRequest[];
}

interface SharedColumn extends ColumnRequest {
  readonly column: Float64Array;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
