import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Bar, barAt } from '#domain/market/bar';
import { BarBuilder } from '#domain/market/bar-builder';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTicks } from '#domain/market/tick-batch';
import { hasSharedData, sharedData } from '#test/support/golden-csv';

function rowsOf(file: string): string[][] {
  const text = gunzipSync(readFileSync(`${sharedData}prices/fx/${file}`)).toString('utf8');
  return text
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
}

const timeOf = (text: string): number => Date.parse(`${text}Z`);

/** One side of the quotes as if it were traded, through the builder in batches as a live stream gives them. */
function buildMinutes(ticks: readonly string[][], side: number): Map<number, Bar> {
  const bars = new Map<number, Bar>();
  const builder = new BarBuilder({
    onClosed: (timeframe, closed) => {
      if (timeframe !== '1m') return;
      for (let i = 0; i < closed.length; i++) bars.set(closed.time[i]!, barAt(closed, i));
    },
  });
  const batch = allocateTicks(256);
  for (const row of ticks) {
    batch.eventTime[batch.length] = timeOf(row[0]!);
    batch.price[batch.length] = Number(row[side]);
    batch.length++;
    if (batch.length < batch.capacity) continue;
    builder.take(batch);
    batch.length = 0;
  }
  builder.take(batch);
  builder.closeUntil(Number.POSITIVE_INFINITY);
  return bars;
}

describe.skipIf(!hasSharedData)('EURUSD of 6 to 8 May 2014', () => {
  const ticks = rowsOf('EURUSD_ticks_2014-05-06_08.csv.gz');
  const minutes = rowsOf('EURUSD_1min_2014-05_quotes.csv.gz');

  it.each([
    ['bid', 1, 1],
    ['ask', 2, 6],
  ])('every minute of the %s made of its ticks is the published one', (_, side, column) => {
    const built = buildMinutes(ticks, side);
    const inRange = minutes.filter(([date]) => date! >= '2014-05-06' && date! < '2014-05-09');
    const published = new Map(
      inRange.map((row) => [timeOf(row[0]!), row.slice(column, column + 4).map(Number)]),
    );
    let equal = 0;
    for (const [time, { open, high, low, close }] of built) {
      expect([open, high, low, close], new Date(time).toISOString()).toEqual(published.get(time));
      equal++;
    }
    expect(equal).toBe(2_808);
    // The file of ticks has none of 7 May, a day whose minutes are published all the same.
    const withoutTicks = [...published.keys()].filter((time) => !built.has(time));
    expect(withoutTicks).toHaveLength(1_406);
    for (const time of withoutTicks) expect(new Date(time).toISOString()).toMatch(/^2014-05-07/);
  });

  it('the batch function makes the same minutes of the middle as the builder', () => {
    const time = Float64Array.from(ticks, ([date]) => timeOf(date!));
    const middle = Float64Array.from(ticks, ([, bid, ask]) => (Number(bid) + Number(ask)) / 2);
    const size = new Float64Array(ticks.length);
    const trades = { length: ticks.length, time, price: middle, size, sequence: size };
    const rebuilt = barsFromTrades(trades, '1m');
    const asRows = ticks.map(([date], i) => [date!, String(middle[i])]);
    expect([...buildMinutes(asRows, 1).values()]).toEqual(
      Array.from({ length: rebuilt.length }, (_, i) => barAt(rebuilt, i)),
    );
  });
});
