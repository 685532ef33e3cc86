import { parquetWriteBuffer } from 'hyparquet-writer';
import type { BarColumns } from '#domain/market/bar';

/** Bars as a Parquet file: `date` as a UTC timestamp of milliseconds, prices and volume as float64, all required. */
export function writeParquet(bars: BarColumns): Uint8Array {
  const { time, open, high, low, close, volume } = bars;
  const double = (name: string, data: Float64Array) => ({
    name,
    data,
    type: 'DOUBLE' as const,
    nullable: false,
  });
  const date = Array.from(time, (value) => new Date(value));
  const columns = Object.entries({ open, high, low, close, volume }).map(([name, data]) =>
    double(name, data),
  );
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [{ name: 'date', data: date, type: 'TIMESTAMP', nullable: false }, ...columns],
    }),
  );
}
