import { describe, expect, it } from 'vitest';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { cleanUp } from '#agents/data-warehouse/clean-up';
import { retention } from '#contract/services/retention';
import { barsFromRows } from '#domain/market/bar';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { Journal } from '#engine/journal/journal';
import { tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

const DAY = 86_400_000;
const NOW = Date.UTC(2024, 5, 1);
const context = { signal: new AbortController().signal, reportProgress: () => undefined };

const bars = (days: number, perDay: number) =>
  barsFromRows(
    Array.from({ length: days * perDay }, (_, i) => ({
      time: NOW - days * DAY + Math.floor(i / perDay) * DAY + (i % perDay) * 60_000,
      open: 1,
      high: 1,
      low: 1,
      close: 1,
      volume: i,
    })),
  );

async function store(rules: Partial<ReturnType<typeof retention.parse>> = {}) {
  const folder = temporaryFolder();
  const stores = openSqliteStores(folder, NOW);
  const { market, documents } = stores;
  await market.putBars('A', '1m', bars(20, 10));
  await market.putBars('A', '1d', bars(400, 1));
  const length = 1_000;
  const time = Float64Array.from({ length }, (_, i) => NOW - 100 * DAY + (i * 100 * DAY) / length);
  const price = new Float64Array(length).fill(5);
  const unknown = new Float64Array(length).fill(Number.NaN);
  await market.putTrades('A', { length, time, price, size: price, sequence: unknown });
  const row = { symbol: 'A', source: 'f.csv', reason: 'bad', raw: 'x,y' };
  await market.putQuarantine([
    { ...row, id: 'old', line: 1, receivedTime: NOW - 366 * DAY },
    { ...row, id: 'new', line: 2, receivedTime: NOW - DAY },
  ]);
  documents.put('dead-letters', 'old', { task: { submittedTime: NOW - 91 * DAY }, input: {} });
  documents.put('dead-letters', 'new', { task: { submittedTime: NOW - DAY }, input: {} });
  const rulesNow = { ...retention.parse({}), ...rules };
  const ports = { market, documents, clock: new SimulatedClock(NOW), retention: () => rulesNow };
  return { ...stores, folder, run: (isPreview: boolean) => cleanUp(ports, isPreview, context) };
}

describe('clean-up', () => {
  it('says beforehand exactly what it then removes, and nothing is left to remove', async () => {
    const { run, close, market } = await store();
    const preview = await run(true);
    expect((await market.tickSeries())[0]?.ticks).toBe(1_000);
    const done = await run(false);
    expect(done).toEqual({ ...preview, isPreview: false });
    expect(done.items.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['ticks', 100],
      ['quarantine', 1],
      ['tasks', 1],
    ]);
    expect(done.bytes).toBeGreaterThan(0);
    expect((await run(true)).rows).toBe(0);
    expect((await market.tickSeries())[0]?.ticks).toBe(900);
    expect((await market.quarantine(10)).rows.map(({ id }) => id)).toEqual(['new']);
    close();
  });

  it('keeps bars for ever unless told, and then only of the lengths told', async () => {
    const { run, close, market } = await store({ minuteBarsDays: 5, ticksDays: null });
    const { items } = await run(false);
    expect(items.find(({ kind }) => kind === 'minute-bars')).toMatchObject({ name: 'A 1m', rows: 150 });
    expect(items.some(({ kind }) => kind === 'ticks')).toBe(false);
    expect((await market.readBars('A', '1m')).length).toBe(50);
    expect((await market.readBars('A', '1d')).length).toBe(400);
    close();
  });

  it('leaves the journal as it is', async () => {
    const stores = await store({
      minuteBarsDays: 1,
      secondBarsDays: 1,
      ticksDays: 1,
      quarantineDays: 1,
      tasksDays: 1,
    });
    const clock = new SimulatedClock(NOW - 3_650 * DAY);
    new Journal(stores.journal, clock, () => undefined).record(...tradedEntries());
    const before = stores.journal.read(0, 100);
    expect(before.length).toBeGreaterThan(5);
    await stores.run(false);
    expect(stores.journal.read(0, 100)).toEqual(before);
    stores.close();
  });
});
