import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binanceStream } from '#adapters/providers/binance/binance-stream';
import { QUOTE_TICK } from '#domain/market/tick-batch';
import { openStream, STREAM_START } from '#test/support/streams/open-stream';
import { type StreamServer, startStreamServer } from '#test/support/streams/stream-server';
import { binanceStreamVendor } from '#test/support/streams/stream-vendors';
import { depthUpdate, BOOK_SYMBOL as SYMBOL, VendorBook } from '#test/support/streams/vendor-book';

const SLOT = 4;

describe("Binance's stream", () => {
  let server: StreamServer;
  let opened: ReturnType<typeof openStream>[] = [];
  beforeEach(async () => {
    server = await startStreamServer();
    server.answerRequests((text) => binanceStreamVendor.answer(text));
  });
  afterEach(async () => {
    for (const { stream } of opened) stream.close();
    opened = [];
    await server.close();
  });

  async function subscribed() {
    const one = openStream(binanceStream, server);
    opened.push(one);
    one.stream.subscribe([{ symbol: SYMBOL, slot: SLOT }]);
    await one.until(() => server.said.length > 0);
    const equals = (book: VendorBook) => () => {
      const heard = one.heard.books.get(SLOT);
      return (
        heard?.sequence === book.sequence &&
        JSON.stringify({ bids: heard.bids, asks: heard.asks }) === JSON.stringify(book.levels())
      );
    };
    /** As `until`, ten times as fast. */
    const soon = (isSo: () => boolean) =>
      one.until(() => {
        one.clock.advance(9);
        return isSo();
      });
    return { ...one, equals, soon };
  }

  /** A book in step with the vendor's. */
  async function synced() {
    const one = await subscribed();
    const book = new VendorBook();
    server.answerHttp(() => book.snapshot());
    server.send(book.change([[99.5, 3]], []));
    await one.until(one.equals(book));
    return { ...one, book };
  }

  it('asks for trades, best bids and asks, and the book in one request, with an id of its own', async () => {
    const { stream, until } = await subscribed();
    expect(server.attempts[0]!.pathname).toBe('/stream');
    stream.subscribe([{ symbol: 'eth-usdt', slot: 5 }]);
    await until(() => server.said.length === 2);
    expect(server.said.map((text) => JSON.parse(text))).toEqual([
      { method: 'SUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@bookTicker', 'btcusdt@depth@100ms'], id: 1 },
      { method: 'SUBSCRIBE', params: ['ethusdt@trade', 'ethusdt@bookTicker', 'ethusdt@depth@100ms'], id: 2 },
    ]);
  });

  it('sends no more than three requests a second, however many are made', async () => {
    const { stream, clock, until } = await subscribed();
    for (let i = 0; i < 300; i++) stream.subscribe([{ symbol: `COIN${i}USDT`, slot: 10 + i }]);
    await until(() => binanceStreamVendor.subscribed(server.said).length === 301);
    // 300 single wishes are told in five requests of sixty.
    expect(server.said).toHaveLength(6);
    expect(clock.now() - STREAM_START).toBeGreaterThanOrEqual(5 * 300);
  });

  it('hands on best bids and asks at the time they were received', async () => {
    const { heard, until } = await subscribed();
    const data = { u: 400_900_217, s: SYMBOL, b: '25.35190000', B: '31.21', a: '25.36520000', A: '40.66' };
    server.send(JSON.stringify({ stream: 'btcusdt@bookTicker', data }));
    await until(() => heard.ticks.length === 1);
    const { receivedTime } = heard.ticks[0]!;
    expect(heard.ticks[0]).toEqual({
      slot: SLOT,
      kind: QUOTE_TICK,
      eventTime: receivedTime,
      receivedTime,
      price: Number.NaN,
      size: Number.NaN,
      bid: 25.3519,
      ask: 25.3652,
      bidSize: 31.21,
      askSize: 40.66,
      sequence: 400_900_217,
    });
  });

  it('keeps the book as the vendor has it', async () => {
    const { book, heard, equals, until, stream } = await synced();
    server.send(
      book.change(
        [
          [99.5, 0],
          [97, 4],
        ],
        [[100.5, 2]],
      ),
    );
    server.send(
      book.change(
        [],
        [
          [101, 0],
          [100.5, 5],
        ],
        7,
      ),
    );
    // Taking away what is not there is normal.
    server.send(book.change([[12, 0]], []));
    await until(equals(book));
    expect(heard.books.get(SLOT)!.eventTime).toBe(STREAM_START + book.sequence);
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]!.pathname).toBe('/api/v3/depth');
    expect(Object.fromEntries(server.asked[0]!.searchParams)).toEqual({ symbol: SYMBOL, limit: '1000' });
    expect(stream.counts).toMatchObject({ bookResyncs: 0 });
  });

  it('lets changes wait for the snapshot, and drops those that it holds already', async () => {
    const { equals, until, heard } = await subscribed();
    const book = new VendorBook();
    const early = [book.change([[99.5, 3]], []), book.change([[99.4, 4]], [], 3)];
    server.answerHttp(() => {
      const answer = book.snapshot();
      server.send(early[1]!);
      server.send(book.change([[99.3, 5]], [[101, 0]]));
      server.send(book.change([[99.2, 5]], []));
      return answer;
    });
    server.send(early[0]!);
    await until(equals(book));
    expect(server.asked).toHaveLength(1);
    expect(heard.unreadable).toEqual([]);
  });

  it('asks again when a snapshot is older than the changes that came', async () => {
    const { equals, soon, stream } = await subscribed();
    const book = new VendorBook();
    const stale = book.snapshot();
    book.change([[98, 0]], []);
    book.change([[97.5, 9]], []);
    server.answerHttp((_, nth) => (nth < 3 ? stale : book.snapshot()));
    server.send(book.change([[99.5, 3]], []));
    await soon(equals(book));
    expect(server.asked).toHaveLength(3);
    expect(stream.counts).toMatchObject({ bookResyncs: 0 });
  });

  it('after a gap in the numbers starts again from a snapshot, and counts it', async () => {
    const { book, equals, soon, stream, heard } = await synced();
    book.change([[99, 0]], [[101, 7]]); // never sent
    server.send(book.change([[96, 6]], []));
    await soon(equals(book));
    expect(stream.counts).toMatchObject({ bookResyncs: 1 });
    expect(server.asked).toHaveLength(2);
    server.send(book.change([[95, 6]], []));
    await soon(equals(book));
    expect(server.asked).toHaveLength(2);
    expect(heard.unreadable).toEqual([]);
  });

  it('ignores a change that comes twice', async () => {
    const { book, equals, until, stream } = await synced();
    const change = book.change([[99.5, 8]], []);
    server.send(change);
    server.send(book.change([[99.5, 9]], []));
    server.send(change);
    server.send(book.change([], [[103, 1]]));
    await until(equals(book));
    expect(stream.counts).toMatchObject({ bookResyncs: 0 });
  });

  it('does not show a crossed book, and fetches it anew', async () => {
    const { book, equals, soon, stream, heard } = await synced();
    const next = book.sequence + 1;
    book.change([], []);
    server.send(depthUpdate(next, next, [[101.5, 1]], []));
    await soon(() => server.asked.length === 2 && equals(book)());
    expect(stream.counts).toMatchObject({ bookResyncs: 1 });
    expect(heard.books.get(SLOT)!.bids[0]![0]).toBeLessThan(101);
  });

  it('starts the book anew on a new connection', async () => {
    const { book, equals, soon, stream, heard, times } = await synced();
    server.drop();
    await soon(() => times('live') === 2);
    await soon(() => server.said.length > 0);
    book.change([[99, 0]], []);
    server.send(book.change([[94, 1]], []));
    await soon(equals(book));
    expect(server.asked).toHaveLength(2);
    expect(stream.counts).toMatchObject({ bookResyncs: 0, reconnects: 1 });
    await soon(() => heard.missed.length === 1);
    expect(heard.missed[0]!.slots).toEqual([SLOT]);
  });

  it.each([
    ['a list', { body: [] }],
    ['prices that are none', { body: { lastUpdateId: 5, bids: [['x', '1']], asks: [] } }],
    ['an unknown symbol', { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } }],
    ['a web page', { text: '<html></html>' }],
  ])('asks later again when the snapshot is %s', async (_, answer) => {
    const { equals, soon, stream } = await subscribed();
    const book = new VendorBook();
    server.answerHttp((_url, nth) => (nth === 1 ? answer : book.snapshot()));
    server.send(book.change([[99.5, 3]], []));
    await soon(equals(book));
    expect(stream.counts).toMatchObject({ snapshotsFailed: 1 });
  });

  it.each([
    depthUpdate(1, 2, [[Number.NaN, 1]], []),
    depthUpdate(1, 2, [[5, -1]], []),
    depthUpdate(1.5, 2, [], []),
    depthUpdate(1, 2, [[5, 1]], []).replace('"b":[[', '"b":[5,['),
  ])('sets a change of a book aside that makes no sense: %s', async (message) => {
    const { book, heard, equals, until, stream } = await synced();
    server.send(message);
    server.send(book.change([[93, 1]], []));
    await until(equals(book));
    expect(heard.unreadable.map(({ raw }) => raw)).toEqual([message]);
    expect(stream.counts).toMatchObject({ bookResyncs: 0 });
  });

  it('closes with a snapshot under way', async () => {
    const { clock, stream, heard } = await subscribed();
    server.answerHttp(() => ({ isSilent: true }));
    server.send(new VendorBook().change([[99.5, 3]], []));
    for (let turn = 0; server.asked.length === 0 && turn < 5_000; turn++)
      await new Promise((resolve) => setTimeout(resolve, 1));
    stream.close();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(clock.timers()).toBe(0);
    expect(heard.books.size).toBe(0);
  });
});
