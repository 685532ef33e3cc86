import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { temporaryFolder } from '#test/support/temporary-folder';

/** Runs the writer until it has acknowledged some commits, kills it with SIGKILL and answers the last it acknowledged. */
async function writeAndKill(folder: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, ['test/support/write-until-killed.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.trim().split('\n');
    seen += lines.length;
    acknowledged = Number(lines.at(-1));
    if (seen >= commits) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return acknowledged;
}

it('keeps every acknowledged commit through kill -9, whole, and lets go of the folder', async () => {
  const folder = temporaryFolder();
  for (const commits of [1, 40, 150]) {
    const acknowledged = await writeAndKill(folder, commits);
    const stores = openSqliteStores(folder, 0);
    expect(stores.notices).toEqual([]);
    const last = stores.journal.last()?.sequence ?? 0;
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    expect(stores.journal.count()).toBe(last);
    expect(stores.journal.equity('s').length).toBe(last);
    const bars = await stores.market.readBars('A', '1m');
    expect(bars.length % 3).toBe(0);
    expect(bars.length / 3).toBeGreaterThanOrEqual(acknowledged);
    expect(bars.volume.at(-1)).toBe(bars.length / 3);
    stores.close();
  }
}, 30_000);

it('names the process that works in a folder', async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ['test/support/write-until-killed.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(() => openSqliteStores(folder, 0)).toThrow(
    `another Octopus (process ${child.pid}) is already working in ${folder}`,
  );
  child.kill('SIGKILL');
  await once(child, 'close');
  openSqliteStores(folder, 0).close();
}, 30_000);
