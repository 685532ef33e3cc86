import { describe, expect, test } from 'vitest';
import { OctopusError } from '#contract/errors';
import { decodeFrame, type Frame } from '#contract/feed/decode-frame';
import { connectFeed } from '#contract/feed/feed-client';
import type { BarBatch, FeedRequest } from '#contract/feed/frames';
import type { ChannelMessage } from '#contract/rpc/channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { GrowingSeries } from '#engine/cache/growing-series';
import type { SeriesSource } from '#engine/cache/live-series';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { openFeedConnection } from '#engine/feed/feed-connection';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function openFeed(series: readonly GrowingSeries[] = []) {
  const [client, server] = createMemoryChannelPair();
  const board = createQuoteBoard();
  const clock = new SimulatedClock(0);
  const source: SeriesSource = {
    open: async (symbol, timeframe) => {
      const found = series.find((one) => one.symbol === symbol && one.timeframe === timeframe);
      if (!found) throw new OctopusError('UNKNOWN_SYMBOL', `unknown symbol "${symbol}"`);
      return found;
    },
  };
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const connection = openFeedConnection(server, { board, series: source, clock, log });
  return { client, board, clock, connection };
}

/** A client written by hand, so that a test decides about every credit. */
function rawClient(feed: ReturnType<typeof openFeed>) {
  const messages: ChannelMessage[] = [];
  feed.client.onMessage((message) => messages.push(message));
  return {
    send: (request: FeedRequest) => feed.client.post(JSON.stringify(request)),
    frames: (): Frame[] =>
      messages.flatMap((message) => (typeof message === 'string' ? [] : [decodeFrame(message)])),
    texts: (): unknown[] =>
      messages.flatMap((message) => (typeof message === 'string' ? [JSON.parse(message)] : [])),
  };
}

describe('quotes', () => {
  test('50,000 updates a second for 5 s to a client without credit cost one frame with the newest values', async () => {
    const feed = openFeed();
    const client = rawClient(feed);
    const symbols = Array.from({ length: 200 }, (_, i) => `S${i}`);
    const slots = symbols.map((symbol) => feed.board.slot(symbol));
    client.send({ op: 'quotes', subscription: 1, symbols });
    await settle();
    for (let second = 0; second < 5; second++) {
      for (let tick = 0; tick < 1_000; tick++) {
        for (let i = 0; i < 50; i++) {
          const update = (second * 1_000 + tick) * 50 + i;
          feed.board.publish(slots[update % 200]!, feed.clock.now(), update, update - 1, update + 1, 1);
        }
        feed.clock.advance(1);
      }
    }
    await settle();
    expect(client.frames()).toHaveLength(0);
    client.send({ op: 'credit', frames: 5 });
    await settle();
    feed.clock.advance(33);
    await settle();
    const [frame, ...more] = client.frames();
    expect(more).toHaveLength(0);
    if (frame?.kind !== 'quotes') throw new Error('not a quotes frame');
    expect(frame.batch.length).toBe(200);
    const newest = new Map(
      Array.from(frame.batch.symbolIndex, (index, row) => [index, frame.batch.last[row]]),
    );
    expect(symbols.every((_, i) => newest.get(i) === 250_000 - 200 + i)).toBe(true);
    expect(frame.header.conflated).toBe(250_000 - 200);
    expect(feed.connection.statistics).toEqual({
      frames: 1,
      conflated: 249_800,
      credit: 4,
      subscriptions: 1,
    });
  });

  test('a symbol the board learns of later joins the subscription under its own index', async () => {
    const feed = openFeed();
    const client = rawClient(feed);
    feed.board.publish(feed.board.slot('KNOWN'), 1, 10, 9, 11, 1);
    client.send({ op: 'credit', frames: 10 });
    client.send({ op: 'quotes', subscription: 1, symbols: ['LATER', 'KNOWN'] });
    await settle();
    feed.board.publish(feed.board.slot('OTHER'), 2, 5, 5, 5, 1);
    feed.board.publish(feed.board.slot('LATER'), 2, 20, 19, 21, 1);
    feed.clock.advance(33);
    await settle();
    const rows = client
      .frames()
      .map((frame) => frame.kind === 'quotes' && [[...frame.batch.symbolIndex], [...frame.batch.last]]);
    expect(rows).toEqual([
      [[1], [10]],
      [[0], [20]],
    ]);
    expect(feed.board.symbols).toEqual(['KNOWN', 'OTHER', 'LATER']);
  });

  test('scarce credit goes round all subscriptions', async () => {
    const feed = openFeed();
    const client = rawClient(feed);
    for (let i = 0; i < 4; i++) client.send({ op: 'quotes', subscription: i, symbols: [`S${i}`] });
    await settle();
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 4; i++) feed.board.publish(feed.board.slot(`S${i}`), round, round, 0, 0, 1);
      client.send({ op: 'credit', frames: 1 });
      await settle();
      feed.clock.advance(33);
    }
    await settle();
    const served = client.frames().map((frame) => frame.header.subscription);
    expect([0, 1, 2, 3].map((i) => served.filter((one) => one === i).length)).toEqual([2, 2, 2, 2]);
    expect(client.frames().map((frame) => frame.header.sequence)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('bars', () => {
  /** What a screen does with batches: the whole series it can draw. */
  function apply(held: Map<number, number>, batch: BarBatch): void {
    if (batch.kind === 'replaced') held.clear();
    batch.bars.close.forEach((close, i) => {
      held.set(batch.firstIndex + i, close);
    });
  }

  test('no closed bar is skipped or stale, however irregular the client is', async () => {
    const series = new GrowingSeries('AAPL', '1m');
    for (let i = 0; i < 30; i++) series.put(i, 1, 1, 1, i, 1);
    const feed = openFeed([series]);
    const client = rawClient(feed);
    client.send({ op: 'credit', frames: 1 });
    client.send({ op: 'bars', subscription: 7, symbol: 'AAPL', timeframe: '1m', limit: 20 });
    await settle();
    for (let step = 0; step < 400; step++) {
      const length = series.length;
      if (step % 3 === 0) series.put(length, 1, 1, 1, length + 0.1, 1);
      else series.put(length - 1, 1, 1, 1, length - 1 + step / 1_000, 1);
      if (step % 17 === 0) client.send({ op: 'credit', frames: 1 });
      await settle();
      feed.clock.advance(11);
    }
    client.send({ op: 'credit', frames: 10 });
    await settle();
    feed.clock.advance(33);
    await settle();
    const held = new Map<number, number>();
    for (const frame of client.frames()) if (frame.kind === 'bars') apply(held, frame.batch);
    const bars = series.bars();
    const expected = Array.from(bars.close, (close, i) => [i, close] as const).slice(10);
    expect([...held].sort(([a], [b]) => a - b)).toEqual(expected);
    const kinds = client.frames().map((frame) => frame.kind === 'bars' && frame.batch.kind);
    expect(kinds.indexOf('replaced', 1)).toBe(-1);
  });

  test('a new epoch, and a client left far behind, begin anew with the newest bars', async () => {
    const series = new GrowingSeries('AAPL', '1m');
    for (let i = 0; i < 5; i++) series.put(i, 1, 1, 1, i, 1);
    const feed = openFeed([series]);
    const client = rawClient(feed);
    client.send({ op: 'credit', frames: 100 });
    client.send({ op: 'bars', subscription: 1, symbol: 'AAPL', timeframe: '1m', limit: 3 });
    await settle();
    series.replace(series.bars());
    feed.clock.advance(33);
    for (let i = 5; i < 100; i++) series.put(i, 1, 1, 1, i, 1);
    feed.clock.advance(33);
    await settle();
    const seen = client
      .frames()
      .map(
        (frame) =>
          frame.kind === 'bars' && [frame.batch.kind, frame.batch.firstIndex, ...frame.batch.bars.close],
      );
    expect(seen).toEqual([
      ['replaced', 2, 2, 3, 4],
      ['replaced', 2, 2, 3, 4],
      ['replaced', 97, 97, 98, 99],
    ]);
  });

  test('nothing is sent while nothing changes', async () => {
    const feed = openFeed([new GrowingSeries('AAPL', '1m')]);
    const client = rawClient(feed);
    client.send({ op: 'credit', frames: 100 });
    client.send({ op: 'bars', subscription: 1, symbol: 'AAPL', timeframe: '1m', limit: 3 });
    await settle();
    feed.clock.advance(1_000);
    await settle();
    expect(client.frames()).toHaveLength(1);
  });
});

describe('requests', () => {
  test('what cannot be served is answered by a problem that names its subscription', async () => {
    const feed = openFeed();
    const client = rawClient(feed);
    client.send({ op: 'bars', subscription: 4, symbol: 'APPL', timeframe: '1d', limit: 5 });
    client.send({ op: 'bars', subscription: 5, symbol: 'AAPL', timeframe: '2w', limit: 5 });
    feed.client.post('{"op":"quotes","subscription":6,"symbols":[]}');
    feed.client.post('nonsense');
    feed.client.post(new ArrayBuffer(8));
    await settle();
    const problems = client.texts() as { subscription: number | null; code: string; message: string }[];
    expect(problems.map(({ subscription, code }) => [subscription, code])).toEqual(
      expect.arrayContaining([
        [4, 'UNKNOWN_SYMBOL'],
        [5, 'BAD_REQUEST'],
        [6, 'BAD_REQUEST'],
        [null, 'BAD_REQUEST'],
        [null, 'BAD_REQUEST'],
      ]),
    );
    expect(problems).toHaveLength(5);
    expect(feed.connection.statistics.subscriptions).toBe(0);
  });

  test('a subscription ended before its series opened stays ended', async () => {
    const feed = openFeed([new GrowingSeries('AAPL', '1m')]);
    const client = rawClient(feed);
    client.send({ op: 'credit', frames: 9 });
    client.send({ op: 'bars', subscription: 1, symbol: 'AAPL', timeframe: '1m', limit: 3 });
    client.send({ op: 'off', subscription: 1 });
    await settle();
    expect([client.frames().length, feed.connection.statistics.subscriptions]).toEqual([0, 0]);
  });

  test('subscriptions are bounded', async () => {
    const feed = openFeed();
    const client = rawClient(feed);
    for (let i = 0; i < 300; i++) client.send({ op: 'quotes', subscription: i, symbols: ['A'] });
    await settle();
    expect([feed.connection.statistics.subscriptions, client.texts().length]).toEqual([256, 44]);
  });

  test('a client that sends only nonsense is cut off, and a closed one leaves no timer', async () => {
    const feed = openFeed();
    const closed = new Promise<void>((resolve) => feed.client.onClose(resolve));
    for (let i = 0; i < 20; i++) feed.client.post('nonsense');
    await closed;
    expect(feed.connection.statistics.subscriptions).toBe(0);
    feed.clock.advance(1_000);
  });
});

describe('feed client', () => {
  test('hands out batches, returns credit after its listener, and stops at off', async () => {
    const series = new GrowingSeries('AAPL', '1m');
    const feed = openFeed([series]);
    const problems: string[] = [];
    const client = connectFeed(feed.client, {
      creditFrames: 2,
      onProblem: (problem) => problems.push(problem.message),
    });
    const lasts: number[] = [];
    const batches: BarBatch[] = [];
    const offQuotes = client.quotes(['AAPL'], (batch) => lasts.push(batch.last[0]!));
    client.bars({ symbol: 'AAPL', timeframe: '1m', limit: 10 }, (batch) => {
      batches.push(batch);
      if (batch.bars.length === 2) throw new RangeError('chart broke');
    });
    client.bars({ symbol: 'NONE', timeframe: '1m', limit: 10 }, () => undefined);
    await settle();
    const slot = feed.board.slot('AAPL');
    for (let i = 0; i < 50; i++) {
      feed.board.publish(slot, i, i, i, i, 1);
      series.put(Math.floor(i / 10), 1, 1, 1, i, 1);
      if (i === 30) offQuotes();
      await settle();
      feed.clock.advance(33);
      await settle();
    }
    expect(lasts).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(batches.at(-1)?.bars.close.at(-1)).toBe(49);
    expect(problems).toContain('unknown symbol "NONE"');
    expect(problems).toContain('a market-data listener failed: chart broke');
    expect(client.statistics.missing).toBe(0);
    expect(client.statistics.frames).toBe(feed.connection.statistics.frames);
  });
});
