import { existsSync, readFileSync } from 'node:fs';
import { type BarColumns, barsFromRows } from '#domain/market/bar';

/** The shared daily price files, read in place. */
export const DAILY_PRICES = new URL('../../../shared/data/prices/daily/', import.meta.url);

/** False where the shared data is not checked out beside the repository. */
export const hasDailyPrices = existsSync(DAILY_PRICES);

/** Bars of one shared file as it stands: header row, then date, open, high, low, close and a `volume` column. */
export function readDailyBars(fileName: string): BarColumns {
  const [header = '', ...lines] = readFileSync(new URL(fileName, DAILY_PRICES), 'utf8').trim().split('\n');
  const volumeColumn = header.trim().split(',').indexOf('volume');
  return barsFromRows(
    lines.map((line) => {
      const cells = line.trim().split(',');
      return {
        time: Date.parse(`${cells[0]}T00:00:00Z`),
        open: Number(cells[1]),
        high: Number(cells[2]),
        low: Number(cells[3]),
        close: Number(cells[4]),
        volume: Number(cells[volumeColumn] ?? 0),
      };
    }),
  );
}
