import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { type BarColumns, barsFromRows } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { barsEntropyBytes } from './bar-walk.ts';
import type { BenchRow } from './bench-row.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/prices/', import.meta.url));

/** File, bar length and decimals of its prices. */
const FILES: readonly (readonly [string, Timeframe, number])[] = [
  ['intraday/SPY_1min_2020-12-15_18.csv', '1m', 2],
  ['intraday/SPX_1min_2019-11-05_08.csv', '1m', 2],
  ['fx/EURUSD_1min_2014-05_quotes.csv.gz', '1m', 5],
  ['fx/EURUSD_hour_2007-2018_quotes.csv.gz', '1h', 5],
  ['crypto/BTCUSD_1min_trades.csv.gz', '1m', 2],
  ['crypto/BTCUSD_1min_quotes.csv.gz', '1m', 2],
];

/** Bars of a file of columns time, open, high, low, close, volume; of quotes the bids. */
function readFile(file: string): BarColumns {
  const bytes = readFileSync(join(FOLDER, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const rows = text.trim().split(/\r?\n/).slice(1);
  return barsFromRows(
    rows.map((line) => {
      const [time, ...values] = line.split(',');
      const [open, high, low, close, volume] = values.map(Number) as [number, number, number, number, number];
      return { time: Date.parse(`${time}Z`), open, high, low, close, volume };
    }),
  );
}

/** What real bars take beside the entropy of what they are made of. Skipped, by name, where the files are not. */
export async function benchStoreSizes(): Promise<BenchRow[]> {
  if (!existsSync(FOLDER)) {
    process.stderr.write(`skipped: sizes of real bars; there is no ${FOLDER}\n`);
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stores = openSqliteStores(folder, Date.now());
  const rows: BenchRow[] = [];
  try {
    for (const [file, timeframe, decimals] of FILES) {
      const bars = readFile(file);
      await stores.market.putBars(file, timeframe, bars);
      const value = (await stores.market.storeBytesOf(file, timeframe)) / bars.length;
      const entropy = barsEntropyBytes(bars, decimals);
      rows.push({
        name: `${file.replace(/.*\/|\.csv.*/g, '')}, ${bars.length.toLocaleString('en-US')} bars`,
        value,
        unit: 'B/bar',
        baseline: entropy,
        ratio: value / entropy,
        against: 'order-0 entropy of gap, move, wicks and volume',
        goal: 'at most 1.35×',
      });
    }
  } finally {
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
