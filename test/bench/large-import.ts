/**
 * Imports a generated file of so many megabytes (200 unless told: `node test/bench/large-import.ts 1000`) and fails
 * when a row is not accounted for or memory grows by more than 300 MB over what the process took before.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTextFile } from '#adapters/providers/file/open-text-file';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { importFile } from '#agents/data-collector/import/import-file';

const GROWTH_MB_MAX = 300;
const megabytes = Number(process.argv[2] ?? 200);

/** Run by a process of its own, whose memory is not that of the import. */
function writeRows(path: string): number {
  const file = openSync(path, 'w');
  writeSync(file, 'date,open,high,low,close,volume\n');
  const start = Date.UTC(2000, 0, 1);
  let rows = 0;
  for (let bytes = 0; bytes < megabytes * 1e6; ) {
    let text = '';
    for (let i = 0; i < 20_000; i++, rows++) {
      const cents = 10_000 + Math.round(2_000 * Math.sin(rows / 5_000)) + (rows % 7);
      const open = cents / 100;
      text += `${new Date(start + rows * 1_000).toISOString().slice(0, 19)},${open},${open + 0.05},${open - 0.05},${open + 0.01},${(rows * 37) % 5_000}\n`;
    }
    bytes += writeSync(file, text);
  }
  closeSync(file);
  return rows;
}

async function measure(folder: string): Promise<void> {
  const path = join(folder, 'seconds.csv');
  const written = spawnSync(process.execPath, [process.argv[1]!, String(megabytes), path], {
    encoding: 'utf8',
  });
  const rows = Number(written.stdout);
  if (!(rows > 0)) throw new Error(`the file was not written: ${written.stderr}`);
  const stores = openSqliteStores(join(folder, 'data'), Date.now());
  const before = process.memoryUsage.rss();
  let most = before;
  const started = performance.now();
  const report = await importFile(
    stores.market,
    await openTextFile(path),
    { symbol: 'LARGE', timeframe: '1s', now: Date.now() },
    {
      onProgress: () => {
        most = Math.max(most, process.memoryUsage.rss());
      },
    },
  );
  const seconds = (performance.now() - started) / 1_000;
  const stored = (await stores.market.series())[0]?.bars;
  stores.close();
  const growth = (most - before) / 1e6;
  process.stdout.write(
    `${(statSync(path).size / 1e6).toFixed(0)} MB, ${rows} rows: ${seconds.toFixed(1)} s, ${(rows / seconds / 1e6).toFixed(2)} M rows/s, memory grew by at most ${growth.toFixed(0)} MB from ${(before / 1e6).toFixed(0)} MB\n`,
  );
  if (report.rowsRead !== rows || stored !== rows || report.rowsStored !== rows)
    throw new Error(`${report.rowsRead} of ${rows} rows read, ${report.rowsStored} stored, ${stored} held`);
  if (growth > GROWTH_MB_MAX) throw new Error(`memory grew by ${growth.toFixed(0)} MB`);
}

const [, , , target] = process.argv;
if (target !== undefined) process.stdout.write(String(writeRows(target)));
else {
  const folder = mkdtempSync(join(tmpdir(), 'octopus-large-'));
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
