import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeTick, TickGate, type TickGateOptions } from '#agents/data-collector/tick-gate';
import { allocateTicks, QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';

type Row = Partial<Record<Exclude<keyof TickBatch, 'length' | 'capacity'>, number>>;
const NOW = 1_700_000_000_000;

function fill(rows: readonly Row[]): TickBatch {
  const batch = allocateTicks(rows.length);
  batch.length = rows.length;
  rows.forEach((row, i) => {
    const empty = { price: Number.NaN, size: Number.NaN, bid: Number.NaN, ask: Number.NaN };
    const times = { eventTime: NOW, receivedTime: row.eventTime ?? NOW, sequence: Number.NaN };
    const unknown = { bidSize: Number.NaN, askSize: Number.NaN };
    for (const [name, value] of Object.entries({ ...empty, ...times, ...unknown, ...row }))
      (batch[name as 'price'] as Float64Array)[i] = value;
  });
  return batch;
}

function judge(rows: readonly Row[], options: TickGateOptions = {}) {
  const refused: string[] = [];
  const gate = new TickGate({
    ...options,
    onRefused: (batch, row, reason) => refused.push(`${reason} ${describeTick(batch, row)}`),
  });
  const batch = fill(rows);
  const kept = gate.judge(batch);
  expect(batch.length).toBe(kept);
  return { gate, batch, refused, reasons: refused.map((line) => line.split(' ')[0]) };
}

const trade = (price: number, more: Row = {}): Row => ({ kind: TRADE_TICK, price, size: 1, ...more });
const quote = (bid: number, ask: number, more: Row = {}): Row => ({ kind: QUOTE_TICK, bid, ask, ...more });

describe('TickGate', () => {
  it.each<[string, Row, string | undefined]>([
    ['a trade', trade(10), undefined],
    ['a trade of size 0', trade(10, { size: 0 }), undefined],
    ['a trade of unknown size', trade(10, { size: Number.NaN }), undefined],
    ['a price of 0', trade(0), 'price'],
    ['a negative price', trade(-1), 'price'],
    ['no price', trade(Number.NaN), 'price'],
    ['an infinite price', trade(Number.POSITIVE_INFINITY), 'price'],
    ['a negative size', trade(10, { size: -1 }), 'size'],
    ['an infinite size', trade(10, { size: Number.POSITIVE_INFINITY }), 'size'],
    ['a quote', quote(10, 11), undefined],
    ['a locked quote', quote(10, 10), undefined],
    ['a crossed quote', quote(11, 10), 'crossed'],
    ['a quote with one side', quote(Number.NaN, 10), 'price'],
    ['a quote with an empty side', quote(0, 10), 'price'],
    ['a quote of negative size', quote(10, 11, { bidSize: -1 }), 'size'],
    ['a clock 5 s ahead', trade(10, { eventTime: NOW + 5_000, receivedTime: NOW }), undefined],
    ['a clock further ahead', trade(10, { eventTime: NOW + 5_001, receivedTime: NOW }), 'future'],
    ['a tick of the day before yesterday', trade(10, { receivedTime: NOW + 172_800_000 }), 'old'],
    ['no time', trade(10, { eventTime: Number.NaN, receivedTime: NOW }), 'time'],
  ])('judges %s', (_, row, reason) => {
    expect(judge([row]).reasons).toEqual(reason === undefined ? [] : [reason]);
  });

  it('keeps the order of what stays, and tells of every refused row as it came', () => {
    const { batch, refused } = judge([trade(10), trade(-1, { slot: 3 }), quote(10, 11), trade(0), trade(12)]);
    expect([...batch.price.subarray(0, batch.length)]).toEqual([10, Number.NaN, 12]);
    expect(refused[0]).toBe(
      `price {"kind":"trade","eventTime":${NOW},"receivedTime":${NOW},"price":-1,"size":1}`,
    );
    expect(refused).toHaveLength(2);
  });

  it('drops repeats, also old ones sent again after a reconnection, and takes a venue that counts anew', () => {
    const at = (sequence: number, seconds: number): Row =>
      trade(10, { sequence, eventTime: NOW + seconds * 1_000, receivedTime: NOW + seconds * 1_000 });
    const { gate } = judge([at(7, 0), at(7, 0), at(8, 1), at(5, 2), at(9, 3), at(1, 70), at(2, 71)]);
    expect(gate.counts).toMatchObject({ rows: 7, accepted: 5, duplicates: 2, refused: 0, restarts: 1 });
  });

  it('counts missing numbers only where a venue promises none is left out', () => {
    const gate = new TickGate();
    gate.expectConsecutive(1, TRADE_TICK, true);
    for (const slot of [0, 1])
      gate.judge(fill([5, 6, 9, 10].map((sequence) => trade(10, { slot, sequence }))));
    expect([gate.missingOf(0, TRADE_TICK), gate.missingOf(1, TRADE_TICK), gate.counts.missing]).toEqual([
      0, 2, 2,
    ]);
  });

  it('refuses what is behind, within trades and within quotes apart', () => {
    const { reasons } = judge([
      trade(10, { eventTime: NOW }),
      quote(10, 11, { eventTime: NOW - 5 }),
      trade(10, { eventTime: NOW - 1 }),
      trade(10, { eventTime: NOW }),
      trade(10, { slot: 1, eventTime: NOW - 9 }),
    ]);
    expect(reasons).toEqual(['late']);
  });

  it('refuses one wrong price and believes a move that goes on', () => {
    expect(judge([trade(10), trade(100), trade(10), trade(100), trade(10)]).reasons).toEqual([
      'jump',
      'jump',
    ]);
    const { reasons, batch } = judge([10, 20, 20.5, 20, 21, 21].map((price) => trade(price)));
    expect(reasons).toEqual(['jump', 'jump', 'jump']);
    expect([...batch.price.subarray(0, batch.length)]).toEqual([10, 21, 21]);
    expect(
      judge(
        [10, 100].map((price) => trade(price)),
        { jumpShare: 0 },
      ).reasons,
    ).toEqual([]);
  });

  it('counts every refusal though it tells of some', () => {
    const { gate, refused } = judge(
      Array.from({ length: 50 }, () => trade(-1)),
      { samplesPerSecond: 3 },
    );
    expect(refused).toHaveLength(3);
    expect(gate.counts.refusedBy.price).toBe(50);
  });

  it('loses no row: rows in are rows accepted, repeated and refused, and everybody read is in order', () => {
    const number = fc.oneof(fc.double({ min: -1, max: 20 }), fc.constant(Number.NaN), fc.double());
    const row = fc.record({
      slot: fc.nat({ max: 200 }),
      kind: fc.nat({ max: 1 }),
      eventTime: fc.oneof(fc.integer({ min: NOW - 10_000, max: NOW + 10_000 }), number),
      receivedTime: fc.constant(NOW),
      price: number,
      size: number,
      bid: number,
      ask: number,
      sequence: fc.oneof(fc.nat({ max: 40 }), fc.constant(Number.NaN)),
    });
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 60 }), { maxLength: 5 }), (batches) => {
        const gate = new TickGate({ samplesPerSecond: Number.POSITIVE_INFINITY });
        const newest = new Map<string, number>();
        for (const rows of batches) {
          const batch = fill(rows);
          gate.judge(batch);
          for (let i = 0; i < batch.length; i++) {
            const key = `${batch.slot[i]} ${batch.kind[i]}`;
            expect(batch.eventTime[i]).toBeGreaterThanOrEqual(newest.get(key) ?? Number.NEGATIVE_INFINITY);
            newest.set(key, batch.eventTime[i]!);
          }
        }
        const { rows, accepted, duplicates, refused } = gate.counts;
        expect(rows).toBe(batches.flat().length);
        expect(accepted + duplicates + refused).toBe(rows);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
