import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'better-sqlite3';
import { packBars, unpackBars } from '#adapters/stores/sqlite/chunk-body';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { allocateBars, BAR_FIELDS, type BarColumns, sliceBars } from '#domain/market/bar';
import { barsEntropyBytes, sessionMinutes, walk } from './bar-walk.ts';
import { type BenchRow, median, percentile } from './bench-row.ts';
import { benchStoreDuckdb } from './store-duckdb.ts';
import { benchStoreGrowth } from './store-growth.ts';
import { benchStoreSizes } from './store-sizes.ts';

const ROUNDS = 7;
const BARS = 250_000;
const MILLION = 1_000_000;

/** Writing and reading bars: the product's columnar chunks beside a row a bar, in turn in one process, read back equal. */
async function benchLayouts(): Promise<BenchRow[]> {
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

/** Chunks of four weeks decoded again and again into the same columns: a read without its memory and its file. */
function decodeRates(bars: BarColumns): number[] {
  const length = 40_320;
  const chunks = Array.from({ length: Math.floor(bars.length / length) }, (_, i) =>
    packBars(sliceBars(bars, i * length, (i + 1) * length)),
  );
  const target = allocateBars(length);
  return Array.from({ length: 21 }, () => {
    const started = performance.now();
    for (const chunk of chunks) unpackBars(chunk, target, 0);
    return (chunks.length * length) / (performance.now() - started) / 1_000;
  });
}

/** A series of a million minutes: written and read whole, and its size beside the entropy of what it is made of. */
async function benchMillion(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const bars = walk(MILLION, 1);
  const writes: number[] = [];
  const reads: number[] = [];
  const readsInARow: number[] = [];
  const fills: number[] = [];
  const rate = (started: number): number => MILLION / (performance.now() - started) / 1_000;
  try {
    const stores = openSqliteStores(folder, Date.now());
    for (let round = 0; round < 5; round++) {
      const started = performance.now();
      await stores.market.putBars(`S${round}`, '1m', bars);
      writes.push(rate(started));
    }
    for (let round = 0; round < 21; round++) {
      let started = performance.now();
      const read = await stores.market.readBars(`S${round % 5}`, '1m');
      reads.push(rate(started));
      if (read.close[MILLION - 1] !== bars.close[MILLION - 1]) throw new Error('a bar was not read back');
      started = performance.now();
      const filled = allocateBars(MILLION);
      for (const field of BAR_FIELDS) for (let i = 0; i < MILLION; i++) filled[field][i] = i;
      fills.push(rate(started));
    }
    for (let round = 0; round < 21; round++) {
      const started = performance.now();
      await stores.market.readBars(`S${round % 5}`, '1m');
      readsInARow.push(rate(started));
    }
    stores.close();
    const decodes = decodeRates(bars);
    const bytes = statSync(join(folder, 'market.sqlite')).size / (5 * MILLION);
    const entropy = barsEntropyBytes(bars);
    return [
      {
        name: '1M minutes written in one go',
        value: median(writes),
        unit: 'M/s',
        goal: 'at least 10',
      },
      {
        name: '1M minutes read whole',
        value: median(reads),
        unit: 'M/s',
        baseline: median(fills),
        ratio: median(reads.map((value, i) => value / fills[i]!)),
        against: 'allocating six columns and filling them, in turn',
        goal: 'at least 40',
      },
      {
        name: '1M minutes read whole, one read after the other',
        value: median(readsInARow),
        unit: 'M/s',
        goal: 'at least 40',
      },
      {
        name: '1M minutes decoded into memory at hand',
        value: median(decodes),
        unit: 'M/s',
        baseline: median(readsInARow),
        ratio: median(decodes) / median(readsInARow),
        against: 'read whole, one after the other',
      },
      {
        name: 'bytes a bar, whole file',
        value: bytes,
        unit: 'B',
        baseline: entropy,
        ratio: bytes / entropy,
        against: 'order-0 entropy of gap, move, wicks and volume',
        goal: 'at most 4.0 and 1.35×',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rids the memory of what is not used any more. */
function collectorOf(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** One year of an exchange's minutes by range, while the store grows; with the collector's pauses and without. */
async function benchYear(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stores = openSqliteStores(folder, Date.now());
  const collect = collectorOf();
  const rows: BenchRow[] = [];
  const fiveYears = sessionMinutes(5 * 252, 1);
  const [first, last] = [fiveYears.time[0]!, fiveYears.time[fiveYears.length - 1]!];
  const year = 365 * 86_400_000;
  const measure = async (name: string, isCollectedBetween: boolean): Promise<void> => {
    const times: number[] = [];
    for (let round = 0; round < 400; round++) {
      const from = first + ((round * 7_919) % 1_000) * ((last - year - first) / 1_000);
      if (isCollectedBetween && round % 5 === 0) collect();
      const started = performance.now();
      await stores.market.readBars('FIVE', '1m', { from, to: from + year });
      times.push(performance.now() - started);
    }
    rows.push({
      name,
      value: percentile(times.slice(40), 0.99),
      unit: 'ms p99',
      baseline: median(times.slice(40)),
      against: 'its median',
      goal: 'below 5',
    });
  };
  try {
    await stores.market.putBars('FIVE', '1m', fiveYears);
    const filler = walk(MILLION / 2, 2);
    let held = fiveYears.length;
    let symbols = 0;
    for (const growth of [1, 100]) {
      for (; held < (growth * MILLION) / 5; held += filler.length)
        await stores.market.putBars(`F${symbols++}`, '1m', filler);
      const name = `a year of minutes by range, ${(held / 1e6).toFixed(1)}M bars stored`;
      await measure(name, false);
      await measure(`${name}, collected between`, true);
    }
  } finally {
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

/** The longest the event loop is held while a million bars are put and read. */
async function benchTurns(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  const stores = openSqliteStores(folder, Date.now());
  const bars = walk(MILLION, 4);
  const longestDuring = async (work: () => Promise<unknown>): Promise<number> => {
    let longest = 0;
    let before = performance.now();
    let isDone = false;
    const turn = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    await new Promise((resolve) => setImmediate(resolve));
    await work();
    isDone = true;
    turn();
    return longest;
  };
  const puts: number[] = [];
  const reads: number[] = [];
  try {
    for (let round = 0; round < 9; round++) {
      puts.push(await longestDuring(() => stores.market.putBars(`S${round}`, '1m', bars)));
      reads.push(await longestDuring(() => stores.market.readBars(`S${round}`, '1m')));
    }
  } finally {
    stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const row = (name: string, longest: number[]): BenchRow => ({
    name,
    value: median(longest),
    unit: 'ms',
    goal: 'at most 20',
  });
  return [
    row('longest turn of the loop, 1M bars put', puts),
    row('longest turn of the loop, 1M bars read', reads),
  ];
}

/** The store of bars: beside a row a bar, beside the machine, entropy and DuckDB, and as it grows. */
export async function benchStore(): Promise<BenchRow[]> {
  return [
    ...(await benchLayouts()),
    ...(await benchMillion()),
    ...(await benchStoreDuckdb()),
    ...(await benchYear()),
    ...(await benchTurns()),
    ...(await benchStoreGrowth()),
    ...(await benchStoreSizes()),
  ];
}

if (import.meta.main) console.table(await benchStore());
