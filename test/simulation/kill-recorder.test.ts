import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { createSeededRandom } from '#domain/values/seeded-random';
import { temporaryFolder } from '#test/support/temporary-folder';

/** Runs the recorder for a while after its first write and kills it; answers how many ticks it said were stored. */
async function recordAndKill(folder: string, killAfterMs: number): Promise<number> {
  const child = spawn(process.execPath, ['test/support/record-until-killed.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stored = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stored = Number(text.trim().split('\n').at(-1));
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(killAfterMs);
  child.kill('SIGKILL');
  await closed;
  return stored;
}

it('holds whole batches after kill -9 of the recorder, and what it said was stored; the next run completes it', async () => {
  const seed = 20_260_101;
  const random = createSeededRandom(seed);
  const folder = temporaryFolder();
  let before = 0;
  for (let kill = 1; kill <= 5; kill++) {
    const acknowledged = await recordAndKill(folder, random.nextInteger(0, 400));
    const stores = openSqliteStores(folder, 0);
    expect(stores.notices, `seed ${seed}, kill ${kill}`).toEqual([]);
    let held = 0;
    for (const { symbol, ticks } of await stores.market.tickSeries()) {
      const trades = await stores.market.readTrades(symbol);
      held += trades.length;
      expect(trades.length, `seed ${seed}, kill ${kill}`).toBe(ticks);
      expect(
        trades.sequence.every((number, i) => number === i + 1),
        `${symbol}, kill ${kill}`,
      ).toBe(true);
      expect(trades.price.every((price, i) => price === 1 + ((i + 1) % 50))).toBe(true);
    }
    // The recorder begins anew each time, so what it repeats is known already.
    expect(held, `seed ${seed}, kill ${kill}`).toBeGreaterThanOrEqual(Math.max(before, acknowledged));
    before = held;
    stores.close();
  }
  expect(before).toBeGreaterThan(0);
}, 60_000);
