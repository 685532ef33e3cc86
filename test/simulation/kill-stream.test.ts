import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { simulated } from '#adapters/providers/simulated/simulated';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { SubscriptionView } from '#contract/services/streams';
import { barAt } from '#domain/market/bar';
import { temporaryFolder } from '#test/support/temporary-folder';

const SYMBOLS = ['SIM:A', 'SIM:B'];
const MINUTE = 60_000;

/** `octopus serve` as a process of its own. */
async function serve(dataFolder: string) {
  const child = spawn(
    process.execPath,
    ['src/cli/index.ts', 'serve', '--port', '0', '--data', dataFolder, '--format', 'json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // It would outlive a failure, and hold the output of the tests open.
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  while (!/"url"/.test(output)) await Promise.race([once(child.stdout, 'data'), closed]);
  const { url } = JSON.parse(output) as { url: string };
  const headers = {
    authorization: `Bearer ${readFileSync(join(dataFolder, 'access-token'), 'utf8').trim()}`,
    'content-type': 'application/json',
  };
  const get = async <T>(path: string) => (await (await fetch(`${url}api/${path}`, { headers })).json()) as T;
  const until = async <T>(path: string, isSo: (found: T) => boolean): Promise<T> => {
    for (let turn = 0; turn < 600; turn++) {
      const found = await get<T>(path);
      if (isSo(found)) return found;
      await sleep(100);
    }
    throw new Error(`it never came to be: ${isSo.toString()}`);
  };
  return {
    subscribe: (symbols: readonly string[]) =>
      fetch(`${url}api/streams/subscribe`, { method: 'POST', headers, body: JSON.stringify({ symbols }) }),
    untilStored: (quotes: number) =>
      until<{ kind: string; ticks: number }[]>('market-data/tick-series', (found) => {
        const series = found.filter(({ kind }) => kind === 'quotes');
        return series.length === SYMBOLS.length && series.every(({ ticks }) => ticks >= quotes);
      }),
    untilStreams: (isSo: (views: SubscriptionView[]) => boolean) => until('streams', isSo),
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

it('after kill -9 of a server that streams the store holds whole ticks, and the next start streams and fills what was missed', async () => {
  const dataFolder = temporaryFolder();
  const first = await serve(dataFolder);
  const taken = await first.subscribe(SYMBOLS);
  expect(taken.status).toBe(200);
  await first.untilStored(12);
  await first.kill();
  const stores = openSqliteStores(dataFolder, 0);
  expect(stores.notices).toEqual([]);
  for (const symbol of SYMBOLS) {
    const quotes = await stores.market.readQuotes(symbol);
    expect(quotes.length).toBeGreaterThan(0);
    // A quote every quarter of a second, none left out in between.
    expect(quotes.sequence.every((step, i) => i === 0 || step === quotes.sequence[i - 1]! + 1)).toBe(true);
  }
  stores.close();
  const second = await serve(dataFolder);
  const views = await second.untilStreams(
    (all) =>
      all.length === 2 &&
      all.every(({ accepted, missed }) => accepted > 0 && missed.some(({ state }) => state === 'filled')),
  );
  expect(views.map(({ symbol, source }) => [symbol, source]).sort()).toEqual(
    SYMBOLS.map((symbol) => [symbol, 'simulated']),
  );
  await second.kill();
  const again = openSqliteStores(dataFolder, 0);
  const bars = await again.market.readBars('SIM:A', '1m', { limit: 30 });
  const to = bars.time[bars.length - 1]!;
  const provider = simulated.create({ http: { getJson: nobody, getText: nobody }, key: '', now: () => to });
  const { rows } = await provider.bars({ symbol: 'SIM:A', timeframe: '1m', from: to - 20 * MINUTE, to });
  const stored = Array.from({ length: bars.length }, (_, i) => barAt(bars, i));
  expect(stored.filter(({ time }) => time >= to - 20 * MINUTE && time < to)).toEqual(
    rows.map(({ raw: _, ...bar }) => bar),
  );
  again.close();
}, 120_000);

function nobody(): never {
  throw new Error('the simulated market asks nobody');
}
