import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allocateBars, type BarColumns } from '#domain/market/bar';

/** The folder of shared data, beside the repository. */
export const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const hasSharedData = existsSync(sharedData);

/** A golden CSV by header; the last of equal headers wins unless suffixed `#1`. An empty cell is NaN. */
export class GoldenCsv {
  readonly rows: number;
  private readonly columns = new Map<string, Float64Array>();
  private readonly firstCells: readonly string[];

  constructor(path: string) {
    const [header, ...lines] = readFileSync(sharedData + path, 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    this.rows = lines.length;
    const cells = lines.map((line) => line.split(','));
    this.firstCells = cells.map((row) => row[0]!);
    header!.split(',').forEach((name, column) => {
      const values = Float64Array.from(cells, (row) =>
        row[column] === '' ? Number.NaN : Number(row[column]),
      );
      const key = name.trim().toLowerCase();
      if (!this.columns.has(key)) this.columns.set(`${key}#1`, values);
      this.columns.set(key, values);
    });
  }

  /** Throws when the header lacks the name, so that a renamed column cannot pass as empty. */
  column(name: string): Float64Array {
    const values = this.columns.get(name.toLowerCase());
    if (!values) throw new Error(`no column ${name}; there are ${[...this.columns.keys()].join(', ')}`);
    return values;
  }

  /** Milliseconds of the dates in the first column. */
  dates(): Float64Array {
    return Float64Array.from(this.firstCells, (date) => Date.parse(date));
  }

  /** Bars of whatever price columns there are; a missing price is the close, a missing volume 0. */
  bars(): BarColumns {
    const close = this.columns.get('close')!;
    const column = (name: string) => this.columns.get(name) ?? close;
    return {
      length: this.rows,
      time: Float64Array.from(close, (_, i) => i),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close,
      volume: this.columns.get('volume') ?? new Float64Array(this.rows),
    };
  }
}

/** Bars whose every price is the given series. */
export function barsOfCloses(close: ArrayLike<number>): BarColumns {
  const bars = allocateBars(close.length);
  for (const field of ['open', 'high', 'low', 'close'] as const) bars[field].set(close);
  return bars;
}

/** `bars` with `count` flat bars at `price` before them. */
export function withFlatStart(bars: BarColumns, count: number, price: number): BarColumns {
  const longer = allocateBars(bars.length + count);
  for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
    if (field !== 'volume') longer[field].fill(price, 0, count);
    longer[field].set(bars[field], count);
  }
  return longer;
}
