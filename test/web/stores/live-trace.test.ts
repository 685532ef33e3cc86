import { expect, test } from 'vitest';
import { extendTrace, TRACE_POINTS, traceOf } from '../../../src/renderer/stores/live-trace.ts';

const points = (symbol: string): number[] => {
  const trace = traceOf(symbol);
  return trace === undefined ? [] : Array.from(trace.prices.subarray(0, trace.length));
};

// Catches a trace that grows without bound, or that drops the newest price while it thins out.
test('a trace of many prices stays bounded, begins with the first and ends with the newest', () => {
  for (let price = 1; price <= 10_000; price++) {
    extendTrace('LONG', { last: price, previousClose: 0.5 });
    const kept = points('LONG');
    expect(kept.at(-1)).toBe(price);
    expect(kept.length).toBeLessThanOrEqual(TRACE_POINTS);
  }
  const kept = points('LONG');
  expect(kept[0]).toBe(1);
  expect(kept.length).toBeGreaterThanOrEqual(TRACE_POINTS / 2);
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
});

test('another previous close begins a new day', () => {
  extendTrace('DAY', { last: 10, previousClose: 9 });
  extendTrace('DAY', { last: 11, previousClose: 9 });
  extendTrace('DAY', { last: 12, previousClose: 11 });
  expect(points('DAY')).toEqual([12]);
  expect(traceOf('DAY')?.baseline).toBe(11);
});

test('a quote without a price adds nothing', () => {
  extendTrace('NONE', { last: null, previousClose: null });
  expect(traceOf('NONE')).toBeUndefined();
});
