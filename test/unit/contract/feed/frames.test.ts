import { describe, expect, test } from 'vitest';
import { decodeFrame } from '#contract/feed/decode-frame';
import { encodeBarsFrame, encodeQuotesFrame } from '#contract/feed/encode-frame';
import { parseFeedProblem, parseFeedRequest } from '#contract/feed/feed-request';
import { barsFromRows } from '#domain/market/bar';

const bars = barsFromRows([
  { time: 1_000, open: 1, high: 4, low: 0.5, close: 2, volume: 10 },
  { time: 2_000, open: 2, high: 5, low: 1.5, close: 3, volume: 20 },
]);

function quoteFrame(): ArrayBuffer {
  const column = (base: number) => Float64Array.from([base, base + 0.25, base + 0.5]);
  const source = {
    eventTime: column(100),
    last: column(200),
    bid: column(300),
    ask: column(400),
    volume: column(500),
    previousClose: column(600),
    dayOpen: column(700),
    dayHigh: column(800),
    dayLow: column(900),
  };
  const header = { subscription: 65_535, sequence: 2 ** 32 + 7, conflated: 12 };
  return encodeQuotesFrame(header, source, Uint32Array.of(2, 0, 9), Uint32Array.of(41, 40, 9), 2);
}

describe('feed frames', () => {
  test('quotes keep each value in its own column and row', () => {
    const frame = decodeFrame(quoteFrame());
    if (frame.kind !== 'quotes') throw new Error('not a quotes frame');
    expect(frame.header).toEqual({ subscription: 65_535, sequence: 7, conflated: 12 });
    const { length, ...columns } = frame.batch;
    expect(length).toBe(2);
    expect(Object.entries(columns).map(([name, column]) => [name, ...column])).toEqual([
      ['symbolIndex', 41, 40],
      ['eventTime', 100.5, 100],
      ['last', 200.5, 200],
      ['bid', 300.5, 300],
      ['ask', 400.5, 400],
      ['volume', 500.5, 500],
      ['previousClose', 600.5, 600],
      ['dayOpen', 700.5, 700],
      ['dayHigh', 800.5, 800],
      ['dayLow', 900.5, 900],
    ]);
  });

  test.each(['replaced', 'updated'] as const)('bars %s come back equal', (kind) => {
    const frame = decodeFrame(
      encodeBarsFrame(kind, { subscription: 3, sequence: 1, conflated: 0 }, 998, bars),
    );
    expect(frame).toEqual({
      kind: 'bars',
      header: { subscription: 3, sequence: 1, conflated: 0 },
      batch: { kind, firstIndex: 998, bars },
    });
  });

  test('columns are views into the frame, and copies only where it is not aligned', () => {
    const buffer = encodeBarsFrame('replaced', { subscription: 1, sequence: 0, conflated: 0 }, 0, bars);
    const whole = decodeFrame(buffer);
    expect(whole.kind === 'bars' && whole.batch.bars.close.buffer === buffer).toBe(true);
    const shifted = new Uint8Array(buffer.byteLength + 3);
    shifted.set(new Uint8Array(buffer), 3);
    const odd = decodeFrame(shifted.subarray(3));
    expect(odd.kind === 'bars' && [...odd.batch.bars.close]).toEqual([2, 3]);
  });

  test('cut, padded and foreign bytes are refused with the reason', () => {
    const frame = quoteFrame();
    expect(() => decodeFrame(frame.slice(0, 15))).toThrow('15 bytes are shorter than a header');
    expect(() => decodeFrame(frame.slice(0, -8))).toThrow('168 bytes where 2 rows need 176');
    const foreign = frame.slice(0);
    new DataView(foreign).setUint16(0, 9, true);
    expect(() => decodeFrame(foreign)).toThrow('unknown kind 9');
    const huge = frame.slice(0);
    new DataView(huge).setUint32(4, 0xffff_ffff, true);
    expect(() => decodeFrame(huge)).toThrow('rows need');
  });
});

describe('feed requests', () => {
  test('a request that fits is read', () => {
    const request = { op: 'bars', subscription: 1, symbol: 'AAPL', timeframe: '1d', limit: 500 };
    expect(parseFeedRequest(JSON.stringify(request))).toEqual(request);
  });

  test.each([
    ['{', 'not JSON'],
    ['7', 'feed request refused'],
    ['{"op":"fly"}', 'op'],
    ['{"op":"bars","subscription":1,"symbol":"A","timeframe":"1d","limit":1e9}', 'limit'],
    ['{"op":"quotes","subscription":70000,"symbols":["A"]}', 'subscription'],
    ['{"op":"credit","frames":0.5}', 'frames'],
    ['{"op":"off","subscription":1,"also":2}', 'also'],
    [`"${'x'.repeat(300_000)}"`, 'at most 262144'],
  ])('%.60s is refused', (text, part) => {
    expect(() => parseFeedRequest(text)).toThrow(part);
  });

  test('a problem report is told from other text', () => {
    const problem = { op: 'problem', subscription: null, code: 'BAD_REQUEST', message: 'no' };
    expect(parseFeedProblem(JSON.stringify(problem))).toEqual(problem);
    expect(parseFeedProblem('{"op":"credit"}')).toBeUndefined();
    expect(parseFeedProblem('{')).toBeUndefined();
  });
});
