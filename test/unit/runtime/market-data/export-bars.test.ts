import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { writeFileWhole } from '#adapters/files/disk/write-file';
import { type BarColumns, barsFromRows } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import { createSeededRandom } from '#domain/values/seeded-random';
import { readBarsFromDisk } from '#runtime/lab/bar-files';
import { exportBars } from '#runtime/market-data/export-bars';
import { temporaryFolder } from '#test/support/temporary-folder';

const NOW = Date.UTC(2024, 0, 1);
const FORMATS = ['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet'];

/** Bars whose prices need up to seventeen digits. */
function oddBars(length: number, start: number, stepMs: number): BarColumns {
  const random = createSeededRandom(7);
  const unit = () => random.nextInteger(1, 2 ** 31) / 2 ** 31;
  const rows = Array.from({ length }, (_, i) => {
    const open = 1 + unit() * 1_000;
    const close = open * (1 + (unit() - 0.5) / 3);
    return {
      time: start + i * stepMs,
      open,
      close,
      high: Math.max(open, close) * 1.01,
      low: Math.min(open, close) / 3,
      volume: unit() * 1e12,
    };
  });
  return barsFromRows(rows);
}

async function backFrom(path: string, timeframe?: Timeframe): Promise<BarColumns> {
  const file = await readBarsFromDisk(path, { timeframe, now: NOW });
  expect(file.quarantined).toEqual([]);
  return file.bars;
}

describe('bars go out to a file and come back bit for bit', () => {
  it.each(FORMATS)('daily ones as %s', async (format) => {
    const path = join(temporaryFolder(), `bars.${format}`);
    const bars = oddBars(3_000, Date.UTC(2012, 0, 1), 86_400_000);
    expect(await exportBars(path, bars)).toBe(readFileSync(path).length);
    expect(await backFrom(path)).toEqual(bars);
    expect(readdirSync(join(path, '..'))).toEqual([`bars.${format}`]);
  });

  it.each(FORMATS)('seconds and milliseconds as %s, over many parts', async (format) => {
    const path = join(temporaryFolder(), `bars.${format}`);
    const bars = oddBars(45_000, Date.UTC(2023, 0, 1, 14, 30) + 7, 1_500);
    await exportBars(path, bars);
    expect(await backFrom(path, '1s')).toEqual(bars);
  });

  it('as Parquet with a timestamp and five required columns of float64', async () => {
    const path = join(temporaryFolder(), 'bars.PARQUET');
    const bars = oddBars(10, Date.UTC(2020, 0, 1, 9, 30), 60_000);
    await exportBars(path, bars);
    const file = new Uint8Array(readFileSync(path)).buffer;
    const { schema, num_rows } = parquetMetadata(file);
    expect(num_rows).toBe(10n);
    expect(schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type])).toEqual([
      ['date', 'INT64', 'REQUIRED'],
      ...['open', 'high', 'low', 'close', 'volume'].map((name) => [name, 'DOUBLE', 'REQUIRED']),
    ]);
    const [first] = await parquetReadObjects({ file });
    expect(first).toEqual({
      date: new Date(Date.UTC(2020, 0, 1, 9, 30)),
      open: bars.open[0],
      high: bars.high[0],
      low: bars.low[0],
      close: bars.close[0],
      volume: bars.volume[0],
    });
  });

  it('refuses an ending it does not know, and leaves nothing behind where it cannot write', async () => {
    const folder = temporaryFolder();
    const bars = oddBars(2, 0, 86_400_000);
    await expect(exportBars(join(folder, 'bars.xlsx'), bars)).rejects.toThrow(/end it in \.csv, \.csv\.gz/);
    await expect(exportBars(join(folder, 'none', 'bars.csv'), bars)).rejects.toThrow(/no such folder/);
    mkdirSync(join(folder, 'taken.csv', 'inside'), { recursive: true });
    await expect(exportBars(join(folder, 'taken.csv'), bars)).rejects.toThrow(/is a folder/);
    expect(existsSync(join(folder, 'taken.csv.part'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['taken.csv']);
  });

  it('writes into a pipe or a device, which stays one', async () => {
    const path = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    const read = readFile(path, 'utf8');
    expect(await writeFileWhole(path, ['prices'], false)).toBe(6);
    expect(await read).toBe('prices');
    expect(statSync(path).isFIFO()).toBe(true);
  });

  it('keeps the file that was there when the new one fails', async () => {
    const path = join(temporaryFolder(), 'bars.csv');
    writeFileSync(path, 'before');
    function* parts(): Generator<string> {
      yield 'half of it';
      throw new Error('no more');
    }
    await expect(writeFileWhole(path, parts(), true)).rejects.toThrow(/could not be written \(.*no more/);
    expect(readdirSync(join(path, '..'))).toEqual(['bars.csv']);
    expect(readFileSync(path, 'utf8')).toBe('before');
  });
});

describe('files of others', () => {
  it('in Parquet may hold whole numbers, other names, splits and any packing Node knows', async () => {
    const path = join(temporaryFolder(), 'yahoo-like');
    const columnData = [
      { name: 'Date', data: [new Date('2020-01-02'), new Date('2020-01-03')], type: 'TIMESTAMP' as const },
      { name: 'Open', data: [10, 5], type: 'DOUBLE' as const },
      { name: 'High', data: [10, 5], type: 'DOUBLE' as const },
      { name: 'Low', data: [10, 5], type: 'DOUBLE' as const },
      { name: 'Close', data: [10, 5], type: 'DOUBLE' as const },
      { name: 'Volume', data: [9_007_199_254_740_991n, 7n], type: 'INT64' as const },
      { name: 'Stock Splits', data: [0, 2], type: 'DOUBLE' as const },
    ];
    const compressors = { ZSTD: (input: Uint8Array) => zstdCompressSync(input) };
    writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData, codec: 'ZSTD', compressors })));
    const file = await readBarsFromDisk(path, { now: NOW });
    expect(file).toMatchObject({ timeframe: '1d', rowsRead: 2, quarantined: [], prices: 'raw' });
    expect(Array.from(file.bars.volume)).toEqual([9_007_199_254_740_991, 7]);
    expect(file.actions).toMatchObject([{ kind: 'split', value: 2 }]);
  });

  it('in Parquet that are cut short are named', async () => {
    const path = join(temporaryFolder(), 'cut.parquet');
    writeFileSync(path, 'PAR1 and no more');
    await expect(readBarsFromDisk(path, { now: NOW })).rejects.toThrow(/cut\.parquet is a Parquet file that/);
  });

  it('in JSON lines have their bad rows quarantined under their own line', async () => {
    const path = join(temporaryFolder(), 'bars.jsonl.gz');
    const good = '{"t":1,"time":1577923200000,"open":1,"high":2,"low":1,"close":"2","vol":null}';
    const lines = [
      '{"date":"2020-01-02","open":1,"high":2,"low":1,"close":"2","volume":5}',
      '{"date":"2020-01-03","open":1,"high":2,"low":1,"volume":5}',
      'not json',
      '[1,2]',
      '{"volume":7,"close":2,"low":1,"high":3,"open":2,"date":"2020-01-06"}',
      good,
    ];
    writeFileSync(path, gzipSync(`\ufeff${lines.join('\n')}\n`));
    const file = await readBarsFromDisk(path, { timeframe: '1d', now: NOW });
    expect(Array.from(file.bars.volume)).toEqual([5, 7]);
    expect(file.quarantined.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '2: close is missing',
      '3: it is no JSON object',
      '4: it is no JSON object',
      '6: "" is not a date or time that can be read',
    ]);
  });

  it('in JSON without a price column are refused with what they lack', async () => {
    const path = join(temporaryFolder(), 'bars.jsonl');
    writeFileSync(path, '{"date":"2020-01-02","open":1}\n');
    await expect(readBarsFromDisk(path, { now: NOW })).rejects.toThrow(/names no high, low, close column/);
  });
});
