import { appendFileSync, createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openTextFile } from '#adapters/providers/file/open-text-file';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { importFile } from '#agents/data-collector/import/import-file';
import { walk } from './bar-walk.ts';
import { type BenchRow, median } from './bench-row.ts';

const ROWS = 1_000_000;
const ROUNDS = 7;
const NOW = Date.UTC(2100, 0, 1);

/** Minutes as a vendor writes them, so many rows. */
function writeFile(path: string, rows: number): void {
  writeFileSync(path, 'date,open,high,low,close,volume\n');
  const bars = walk(rows, 1);
  for (let start = 0; start < rows; start += 50_000) {
    let text = '';
    for (let i = start; i < Math.min(rows, start + 50_000); i++)
      text += `${new Date(bars.time[i]!).toISOString().slice(0, 19)},${bars.open[i]},${bars.high[i]},${bars.low[i]},${bars.close[i]},${bars.volume[i]}\n`;
    appendFileSync(path, text);
  }
}

/** What anyone writes first: lines, `split`, `Number`, no check, no store. */
async function readBare(path: string): Promise<number> {
  let sum = 0;
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const [date = '', open, high, low, close, volume] = line.split(',');
    const row = [
      Date.parse(`${date}Z`),
      Number(open),
      Number(high),
      Number(low),
      Number(close),
      Number(volume),
    ];
    sum += row[4]!;
  }
  return sum;
}

async function importInto(folder: string, path: string, symbol: string): Promise<number> {
  const stores = openSqliteStores(folder, NOW);
  try {
    const source = await openTextFile(path);
    const started = performance.now();
    const report = await importFile(stores.market, source, { symbol, timeframe: '1m', now: NOW });
    const took = performance.now() - started;
    if (report.rowsStored !== report.rowsRead)
      throw new Error(`${report.rowsStored} of ${report.rowsRead} stored`);
    return took;
  } finally {
    stores.close();
  }
}

/** Import of CSV with validation, into the store: beside a bare reader, and as the file grows a hundredfold. */
export async function benchImport(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-bench-'));
  try {
    const path = join(folder, 'minutes.csv');
    writeFile(path, ROWS);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(ROWS / (await importInto(folder, path, `S${round}`)) / 1_000);
      const started = performance.now();
      if (!((await readBare(path)) > 0)) throw new Error('nothing was read');
      theirs.push(ROWS / (performance.now() - started) / 1_000);
    }
    const rows: BenchRow[] = [
      {
        name: 'CSV imported with validation, 1M rows',
        value: median(ours),
        unit: 'M rows/s',
        baseline: median(theirs),
        ratio: median(ours.map((value, i) => value / theirs[i]!)),
        against: 'readline, split and Number, no check, no store',
        goal: 'at least 1',
      },
    ];
    for (const growth of [1, 10, 100]) {
      const count = 20_000 * growth;
      const grown = join(folder, `rows-${count}.csv`);
      writeFile(grown, count);
      const times: number[] = [];
      for (let round = 0; round < 5; round++)
        times.push(await importInto(folder, grown, `G${growth}-${round}`));
      rows.push({
        name: `CSV imported, ${count.toLocaleString('en-US')} rows, ${(statSync(grown).size / 1e6).toFixed(0)} MB`,
        value: count / median(times) / 1_000,
        unit: 'M rows/s',
      });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.table(await benchImport());
