import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStores, type SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { StatementTiming } from '#adapters/stores/sqlite/statement-watch';
import { sliceBars } from '#domain/market/bar';
import { walk } from '#test/contract/market-store';
import { temporaryFolder } from '#test/support/temporary-folder';

const SYMBOLS = 40;
const DAY = 86_400_000;

/** Tables that grow with what is collected or done: a statement that looks at every row of one gets slower every day. */
const GROWING =
  /^SCAN (chunks|arrivals|replaced|provenance|quarantine|tick_chunks|headlines|headline_symbols|fundamentals|notes|corporate_actions|documents|journal|orders|fills|decisions|equity)\b/;

/** Statements whose answer is the whole table, or its newest rows in the order in which they lie, and what is never run. */
const WHOLE = [
  /^SELECT count\(\*\) FROM /,
  // The check of a foreign key, which SQLite skips as long as none is violated.
  /^INSERT INTO headlines /,
  /ORDER BY (place|sequence|time|h\.time|n\.time|notes\.time|headlines\.time) DESC(, \S+ DESC)? LIMIT /,
];

const folder = mkdtempSync(join(tmpdir(), 'octopus-test-'));
let stores: SqliteStores;
let timings: StatementTiming[];

beforeAll(async () => {
  stores = openSqliteStores(folder, 0, { isWatched: true });
  const { market, journal, documents } = stores;
  const bars = walk(9_000, '1m');
  for (let s = 0; s < SYMBOLS; s++) {
    const symbol = `S${s}`;
    await market.putBars(symbol, '1m', bars);
    const revised = sliceBars(bars, 100, 200);
    await market.putBars(symbol, '1m', { ...revised, volume: revised.volume.map((value) => value + 1) });
    await market.putCorporateActions(symbol, [{ kind: 'split', time: DAY, value: 2, isInPrices: false }]);
    await market.putFundamentals([
      {
        symbol,
        metric: 'revenue',
        periodEnd: DAY,
        value: 1,
        unit: 'USD',
        knownTime: 2 * DAY,
        source: 'test',
      },
    ]);
    await market.putHeadlines([
      { id: symbol, time: s, title: 'Markets rise', source: 'wire', symbols: [symbol] },
    ]);
    await market.putNote({ id: symbol, symbol, time: s, text: 'A word' });
    documents.put('settings', symbol, { s });
  }
  const [from, to] = [bars.time[2_000]!, bars.time[6_000]!];
  await market.readBars('S7', '1m');
  await market.readBars('S7', '1m', { from, to });
  await market.readBars('S7', '1m', { limit: 1 });
  await market.readBars('S7', '1m', { from, to, asOf: DAY });
  await market.deleteBarsBefore('S8', '1m', from);
  await market.storeBytesOf('S7', '1m');
  await market.series();
  await market.corporateActions('S7');
  await market.fundamentals('S7');
  await market.headlines('S7', 0, DAY);
  await market.newestHeadlines({ limit: 5 });
  await market.searchHeadlines('rise', { limit: 5 });
  await market.searchNotes('word', { limit: 5 });
  await market.searchNotes('', { limit: 5 });
  await market.readTrades('S7', { limit: 5 });
  documents.list('settings', 0, 5);
  documents.get('settings', 'S7', 0);
  journal.readNewest({ limit: 5 });
  journal.read(0, 5);
  journal.openOrders('a');
  journal.orders('a', 5);
  journal.fills('a', 5);
  journal.decisions('s', { limit: 5 });
  journal.equity('s');
  timings = stores.statementTimings();
});

afterAll(() => {
  stores.close();
  rmSync(folder, { recursive: true, force: true });
});

const planOf = (start: string): StatementTiming => {
  const found = timings.find(({ statement }) => statement.startsWith(start));
  if (!found) throw new Error(`no statement starts with "${start}"; the test asks for one that is gone`);
  return found;
};

describe('statements of the store', () => {
  it('look at every row of a growing table only where every row is the answer', () => {
    const scans = timings.filter(
      ({ statement, plan }) =>
        plan.some((line) => GROWING.test(line)) && !WHOLE.some((whole) => whole.test(statement)),
    );
    expect(scans.map(({ statement, plan }) => `${statement} → ${plan.join('; ')}`)).toEqual([]);
  });

  // Budgets of the hot statements: what their plan may be, and rows a call.
  it.each([
    [
      'SELECT id, bars, first_time, last_time FROM series',
      /^SEARCH series USING INDEX \S+ \(symbol=\? AND timeframe=\?\)$/,
      1,
    ],
    [
      'SELECT period, bars, first_time, last_time, hash',
      /^SEARCH chunks USING INDEX \S+ \(series=\? AND period=\?\)$/,
      1,
    ],
    [
      'SELECT period, bars, first_time, last_time FROM chunks',
      /^SEARCH chunks USING INDEX \S+ \(series=\? AND period>\? AND period<\?\)$/,
      2,
    ],
    ['SELECT hash FROM chunks', /^SEARCH chunks USING INDEX \S+ \(series=\? AND period=\?\)$/, 1],
    [
      'SELECT first_time AS first, last_time AS last FROM arrivals',
      /^SEARCH arrivals USING INDEX \S+ \(series=\? AND received_time>\?\)$/,
      1,
    ],
    ['SELECT body FROM documents', /^SEARCH documents USING .*\(collection=\? AND id=\?\)$/, 1],
  ])('%s … reads by index, and no more rows than it needs', (start, plan, rowsMax) => {
    const found = planOf(start);
    expect(found.plan.filter((line) => !line.startsWith('USE TEMP'))).toEqual([expect.stringMatching(plan)]);
    expect(found.rows / found.count).toBeLessThanOrEqual(rowsMax);
  });

  it('are not timed unless asked', () => {
    const plain = openSqliteStores(temporaryFolder(), 0);
    expect(plain.statementTimings()).toEqual([]);
    plain.close();
  });
});
