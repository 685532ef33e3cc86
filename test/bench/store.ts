import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';
import { type BenchRow, median } from './bench-row.ts';

const ROUNDS = 7;
const BARS = 250_000;

/** One-minute bars of a seeded walk in cents. */
function walk(length: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let price = 10_000;
  for (let i = 0; i < length; i++) {
    const open = price;
    const close = Math.max(100, open + Math.round(random.nextNormal() * 3));
    bars.time[i] = Date.UTC(2020, 0, 1) + i * 60_000;
    bars.open[i] = open / 100;
    bars.close[i] = close / 100;
    bars.high[i] = (Math.max(open, close) + random.nextInteger(0, 4)) / 100;
    bars.low[i] = (Math.min(open, close) - random.nextInteger(0, 4)) / 100;
    bars.volume[i] = random.nextInteger(100, 10_000);
    price = close;
  }
  return bars;
}

/** Writing and reading bars: the product's columnar chunks beside a row a bar, in turn in one process, read back equal. */
export async function benchStore(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stores = openSqliteStores(folder, Date.now());
  const rowFile = new Database(join(folder, 'rows.sqlite'));
  rowFile.pragma('journal_mode = WAL');
  rowFile.pragma('synchronous = NORMAL');
  rowFile.exec(
    'CREATE TABLE bars (symbol TEXT, time REAL, open REAL, high REAL, low REAL, close REAL, volume REAL, PRIMARY KEY (symbol, time)) WITHOUT ROWID',
  );
  const insert = rowFile.prepare('INSERT INTO bars VALUES (?,?,?,?,?,?,?)');
  const insertAll = rowFile.transaction((symbol: string, bars: BarColumns) => {
    for (let i = 0; i < bars.length; i++)
      insert.run(
        symbol,
        bars.time[i],
        bars.open[i],
        bars.high[i],
        bars.low[i],
        bars.close[i],
        bars.volume[i],
      );
  });
  const select = rowFile
    .prepare<[string], number[]>(
      'SELECT time, open, high, low, close, volume FROM bars WHERE symbol = ? ORDER BY time',
    )
    .raw();
  const rates = {
    write: [] as number[],
    rowWrite: [] as number[],
    read: [] as number[],
    rowRead: [] as number[],
  };
  const rate = (started: number): number => BARS / (performance.now() - started) / 1_000;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const bars = walk(BARS, round);
      const symbol = `S${round}`;
      let started = performance.now();
      await stores.market.putBars(symbol, '1m', bars);
      rates.write.push(rate(started));
      started = performance.now();
      insertAll(symbol, bars);
      rates.rowWrite.push(rate(started));
      started = performance.now();
      const read = await stores.market.readBars(symbol, '1m');
      rates.read.push(rate(started));
      started = performance.now();
      const rows = select.all(symbol);
      rates.rowRead.push(rate(started));
      for (let i = 0; i < BARS; i += 997) {
        if (read.close[i] !== bars.close[i] || rows[i]?.[4] !== bars.close[i])
          throw new Error(`bar ${i} was not read back as written`);
      }
    }
  } finally {
    rowFile.close();
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const ratio = (ours: number[], theirs: number[]): number =>
    median(ours.map((value, i) => value / theirs[i]!));
  return [
    {
      name: 'bars written, columnar chunks',
      value: median(rates.write),
      unit: 'M/s',
      baseline: median(rates.rowWrite),
      ratio: ratio(rates.write, rates.rowWrite),
      against: 'a row a bar',
    },
    {
      name: 'bars read into columns',
      value: median(rates.read),
      unit: 'M/s',
      baseline: median(rates.rowRead),
      ratio: ratio(rates.read, rates.rowRead),
      against: 'a row a bar',
    },
  ];
}

if (import.meta.main) console.table(await benchStore());
