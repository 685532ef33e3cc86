import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTextFile } from '#adapters/providers/file/open-text-file';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { importFile } from '#agents/data-collector/import/import-file';
import { createSeededRandom } from '#domain/values/seeded-random';
import { temporaryFolder } from '#test/support/temporary-folder';

const ROWS = 1_200_000;
const START = Date.UTC(2020, 0, 1);
/** Every so many rows one is bad. */
const BAD_EVERY = 1_000;
/** Rows put into the store at a time, or some more: a batch ends with the part of the file that fills it. */
const BATCH_MIN = 131_072;
const KILLS = 4;

function writeFile(path: string): void {
  const lines = ['date,open,high,low,close,volume'];
  for (let i = 0; i < ROWS; i++) {
    const time = new Date(START + i * 60_000).toISOString().slice(0, 19);
    lines.push(i % BAD_EVERY === 0 ? `${time},10,9,11,10,1` : `${time},10,12,9,11,${i % 977}`);
  }
  writeFileSync(path, lines.join('\n'));
}

/** Starts the import and kills it some time after its first part. True when it ended before. */
async function importAndKill(folder: string, path: string, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, ['test/support/import-until-killed.ts', folder, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([begun, closed]);
  await Promise.race([sleep(afterMs), closed]);
  child.kill('SIGKILL');
  await closed;
  return output.includes('finished');
}

// Catches a batch stored in part, bad rows that are lost or doubled, and a store that a kill leaves unreadable.
it('holds whole batches after kill -9 in the middle of an import, and a repeat completes it', async () => {
  const seed = 20_130_301;
  const random = createSeededRandom(seed);
  const folder = temporaryFolder();
  const path = join(temporaryFolder(), 'minutes.csv');
  writeFile(path);
  let heldBefore = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    if (await importAndKill(folder, path, random.nextInteger(20, 400))) break;
    const stores = openSqliteStores(folder, 0);
    const bars = await stores.market.readBars('KILLED', '1m');
    stores.close();
    expect(bars.length, `seed ${seed}, kill ${kill}`).toBeGreaterThanOrEqual(heldBefore);
    if (bars.length > 0) expect(bars.length, `seed ${seed}, kill ${kill}`).toBeGreaterThan(BATCH_MIN * 0.99);
    // Whole batches of a file in order are its beginning, none left out but those that are bad.
    for (let i = 0; i < bars.length; i += 997) {
      const row = (bars.time[i]! - START) / 60_000;
      expect(row - Math.ceil((row + 1) / BAD_EVERY), `seed ${seed}, kill ${kill}`).toBe(i);
    }
    heldBefore = bars.length;
  }
  const stores = openSqliteStores(folder, 0);
  const request = { symbol: 'KILLED', timeframe: '1m', now: Date.UTC(2030, 0, 1) } as const;
  const report = await importFile(stores.market, await openTextFile(path), request);
  const bad = ROWS / BAD_EVERY;
  expect(report).toMatchObject({ rowsRead: ROWS, rowsDuplicate: heldBefore, rowsQuarantined: bad });
  expect(report.rowsStored + report.rowsDuplicate + report.rowsQuarantined).toBe(ROWS);
  expect((await stores.market.series())[0]?.bars).toBe(ROWS - bad);
  expect((await stores.market.quarantine(1)).total).toBe(bad);
  stores.close();
}, 120_000);
