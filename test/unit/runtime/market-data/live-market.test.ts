import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SimulatedInstrument } from '#adapters/providers/simulated/simulated-instrument';
import { topics } from '#contract/topics';
import { barsFromTrades } from '#domain/market/bars-from-ticks';
import { allocateTicks, TRADE_TICK } from '#domain/market/tick-batch';
import type { Timeframe } from '#domain/market/timeframe';
import type { BusMessage } from '#engine/bus/bus';
import type { Engine } from '#runtime/engine/create-engine';
import {
  LIVE_START,
  LIVE_SYMBOL,
  livePass,
  openLiveEngine,
  rowsOf,
  settled,
  startBinance,
  turns,
} from '#test/support/streams/live-engine';
import { startStreamServer } from '#test/support/streams/stream-server';
import { binanceStreamVendor, finnhubStreamVendor } from '#test/support/streams/stream-vendors';
import { VendorBook } from '#test/support/streams/vendor-book';
import { temporaryFolder } from '#test/support/temporary-folder';

const NOON = LIVE_START + 10_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

async function stored({ stores, live }: Engine, timeframe: Timeframe, from: number, to: number) {
  await live.bars.store();
  return rowsOf(await stores.market.readBars(LIVE_SYMBOL, timeframe, { from, to }));
}

async function opened() {
  const { server, market } = await startBinance();
  const one = { ...(await openLiveEngine()), server, market };
  one.engine.live.subscribe([LIVE_SYMBOL]);
  await settled(one.clock, () => binanceStreamVendor.subscribed(server.said).length > 0);
  return one;
}

describe('bars of a live stream', () => {
  it('equal the reference after the socket was gone for a minute, in minutes, five minutes and hours', async () => {
    const one = await opened();
    const { engine, clock, server, market } = one;
    await livePass(one, 20 * MINUTE);
    server.refuseWith({ status: 503 });
    server.drop();
    await settled(clock, () => engine.live.feed.view(LIVE_SYMBOL)?.state !== 'live');
    await livePass(one, MINUTE);
    server.refuseWith(null);
    const attempts = server.attempts.length;
    for (let i = 0; i < 60 && server.open() === 0; i++) {
      await livePass(one, 1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(server.attempts.length).toBeGreaterThan(attempts);
    await settled(clock, () => binanceStreamVendor.subscribed(server.said).length > 0);
    await livePass(one, NOON + HOUR + MINUTE - clock.now());
    await settled(clock, async () => (await stored(engine, '1h', NOON, NOON + HOUR)).length > 0);
    const told = engine.live.feed.view(LIVE_SYMBOL)!;
    expect(told.missed.every(({ state }) => state === 'filled')).toBe(true);
    expect(told.missed.length).toBeGreaterThanOrEqual(2);
    expect(told.accepted).toBeLessThan(market.trades.length);
    for (const timeframe of ['1m', '5m', '1h'] as const)
      expect(await stored(engine, timeframe, NOON, NOON + HOUR), timeframe).toEqual(
        market.bars(timeframe, NOON, NOON + HOUR),
      );
  }, 60_000);

  it('hold each size once when a symbol is left and taken up again within one bar, and after a restart', async () => {
    const { server, market } = await startBinance();
    const dataFolder = temporaryFolder();
    const first = { ...(await openLiveEngine({ dataFolder })), server, market };
    const subscribe = async (one: typeof first) => {
      one.engine.live.subscribe([LIVE_SYMBOL]);
      await settled(one.clock, () => binanceStreamVendor.subscribed(server.said).length > 0);
      await turns(5);
    };
    await subscribe(first);
    await livePass(first, 3 * MINUTE + 5_000);
    first.engine.live.unsubscribe([LIVE_SYMBOL]);
    await settled(first.clock, () => server.open() === 0);
    await livePass(first, 10_000);
    await subscribe(first);
    await livePass(first, 2 * MINUTE);
    await first.engine.stop();
    const second = { ...(await openLiveEngine({ dataFolder, clock: first.clock })), server, market };
    second.engine.live.restore();
    await settled(second.clock, () => binanceStreamVendor.subscribed(server.said).length > 0);
    await livePass(second, 6 * MINUTE);
    const hour = second.engine.live.bars.builder.forming(second.engine.board.slot(LIVE_SYMBOL), '1h');
    expect(hour).toEqual(market.bars('1h', NOON, NOON + HOUR)[0]);
    for (const timeframe of ['1m', '5m'] as const)
      expect(await stored(second.engine, timeframe, NOON, NOON + 10 * MINUTE), timeframe).toEqual(
        market.bars(timeframe, NOON, NOON + 10 * MINUTE),
      );
  }, 60_000);

  it('come from the second source while the first is away, which is named, and from the first again', async () => {
    vi.stubEnv('OCTOPUS_FINNHUB_KEY', 'a-key');
    const finnhub = await startStreamServer();
    onTestFinished(() => finnhub.close());
    vi.stubEnv('OCTOPUS_FINNHUB_STREAM_URL', finnhub.url);
    const one = await opened();
    const { engine, clock, server, market } = one;
    expect(engine.live.feed.view(LIVE_SYMBOL)).toMatchObject({
      chain: ['binance', 'finnhub'],
      source: 'binance',
    });
    await livePass(one, 90_000);
    server.refuseWith({ status: 503 });
    server.drop();
    const source = () => engine.live.feed.view(LIVE_SYMBOL)?.source;
    for (let i = 0; i < 30 && source() === 'binance'; i++) await livePass(one, 1_000);
    await settled(clock, () => finnhub.open() > 0 && finnhub.said.length > 0);
    for (let i = 0; i < 120; i++) {
      clock.advance(1_000);
      const told = market.tell(finnhub, market.happen(clock.now()), finnhubStreamVendor);
      const before = engine.live.feed.view(LIVE_SYMBOL)!.accepted;
      if (told > 0) await settled(clock, () => engine.live.feed.view(LIVE_SYMBOL)!.accepted >= before + told);
    }
    expect(engine.live.feed.view(LIVE_SYMBOL)).toMatchObject({ source: 'finnhub', state: 'live' });
    expect(engine.live.feed.view(LIVE_SYMBOL)?.reason).toContain('Binance');
    server.refuseWith(null);
    for (let i = 0; i < 120 && source() !== 'binance'; i++) {
      await livePass(one, 1_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await settled(clock, () => server.open() > 0 && binanceStreamVendor.subscribed(server.said).length > 0);
    await livePass(one, 3 * MINUTE);
    expect(engine.live.feed.view(LIVE_SYMBOL)).toMatchObject({
      source: 'binance',
      state: 'live',
      reason: null,
    });
    const to = Math.floor(clock.now() / MINUTE) * MINUTE - MINUTE;
    expect(await stored(engine, '1m', NOON, to)).toEqual(market.bars('1m', NOON, to));
    const sources = await engine.stores.market.provenance(LIVE_SYMBOL, '1m', { from: NOON, to });
    expect(new Set(sources.map((stretch) => stretch.source))).toContain('binance');
  }, 60_000);

  it('of the simulated market equal those downloaded from it', async () => {
    const { engine, clock } = await openLiveEngine();
    engine.live.subscribe(['SIM:ACME']);
    for (let second = 0; second < 200; second++) {
      clock.advance(1_000);
      await turns(2);
    }
    await engine.live.bars.store();
    const to = Math.floor((clock.now() - 10_000) / MINUTE) * MINUTE;
    const streamed = rowsOf(await engine.stores.market.readBars('SIM:ACME', '1m', { from: NOON, to }));
    const provider = engine.providers.open('simulated');
    const { rows } = await provider.bars({ symbol: 'SIM:ACME', timeframe: '1m', from: NOON, to });
    expect(streamed.length).toBeGreaterThanOrEqual(2);
    expect(streamed).toEqual(rows.map(({ raw: _, ...bar }) => bar));
  });
});

describe('one tick', () => {
  it('makes one cache write, one row of history and one event, all with the number of its batch', async () => {
    const { engine, clock, server } = await opened();
    clock.advance(2_000);
    await turns(5);
    const events: BusMessage[] = [];
    engine.bus.subscribe(topics.marketData, (message) => events.push(message));
    const batches: number[] = [];
    engine.live.addConsumer({ name: 'test', take: (_, sequence) => batches.push(sequence) });
    const updates = engine.board.updates;
    const trade = { symbol: LIVE_SYMBOL, price: 101.5, size: 0.25, time: clock.now(), sequence: 1 };
    server.send(binanceStreamVendor.trade(trade));
    await settled(clock, () => batches.length > 0);
    clock.advance(2_000);
    await turns(5);
    expect(batches).toEqual([1]);
    expect(engine.board.updates).toBe(updates + 1);
    expect(engine.board.last[engine.board.slot(LIVE_SYMBOL)]).toBe(101.5);
    expect(events).toMatchObject([
      {
        eventTime: trade.time,
        causationId: 'ticks:1',
        payload: { symbol: LIVE_SYMBOL, last: 101.5, batch: 1 },
      },
    ]);
    engine.live.recorder.flush();
    const rows = await engine.stores.market.readTrades(LIVE_SYMBOL);
    expect([rows.length, rows.time[0], rows.price[0], rows.sequence[0]]).toEqual([1, trade.time, 101.5, 1]);
  });

  it('that nobody can believe or read is set aside with its text and reason, and every row is counted', async () => {
    const { engine, clock, server } = await opened();
    const at = clock.now();
    const good = { symbol: LIVE_SYMBOL, price: 100, size: 1, time: at, sequence: 1 };
    server.send(binanceStreamVendor.trade(good));
    server.send(binanceStreamVendor.trade({ ...good, price: -5, sequence: 2 }));
    server.send(binanceStreamVendor.trade({ ...good, time: at + 3_600_000, sequence: 3 }));
    server.send(binanceStreamVendor.trade({ ...good, price: 400, sequence: 4 }));
    server.send(binanceStreamVendor.trade(good));
    server.send('<html>we are down</html>');
    server.send(binanceStreamVendor.trade({ ...good, price: 101, sequence: 5 }));
    const view = () => engine.live.feed.view(LIVE_SYMBOL)!;
    await settled(clock, () => view().accepted + view().rejected === 6);
    expect(view()).toMatchObject({ accepted: 2, rejected: 4 });
    clock.advance(2_000);
    await turns(10);
    const { rows } = await engine.stores.market.quarantine(10, { source: 'binance' });
    expect(rows.map(({ reason }) => reason).sort()).toEqual([
      expect.stringContaining('Binance: this is no message'),
      expect.stringContaining('ahead of ours'),
      expect.stringContaining('not a positive number'),
      expect.stringContaining('jumped'),
    ]);
    expect(rows.find(({ raw }) => raw.includes('<html>'))?.raw).toBe('<html>we are down</html>');
    expect(JSON.parse(rows.find(({ reason }) => reason.includes('jumped'))!.raw)).toMatchObject({
      price: 400,
    });
    expect(engine.live.sources.items().find(({ id }) => id === 'binance')).toMatchObject({ unreadable: 1 });
  });
});

describe('what is shown', () => {
  it('is stale after five minutes without a tick, and its stream after one', async () => {
    const one = await opened();
    await livePass(one, 20_000);
    const { engine, clock, api } = one;
    expect(await engine.caches.quotes.latest(LIVE_SYMBOL)).toMatchObject({ isStale: false, level: 'L1' });
    // The line itself is well: its pings are answered.
    for (let second = 0; second < 62; second++) {
      clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const [shown] = await api.streams.list();
    expect(shown).toMatchObject({ state: 'stale', reason: expect.stringContaining('nothing heard for 6') });
    clock.advance(5 * MINUTE - 70_000);
    expect(await engine.caches.quotes.latest(LIVE_SYMBOL)).toMatchObject({ isStale: false });
    clock.advance(10_000);
    expect(await engine.caches.quotes.latest(LIVE_SYMBOL)).toMatchObject({ isStale: true });
    engine.live.unsubscribe([LIVE_SYMBOL]);
    expect(await engine.caches.quotes.latest(LIVE_SYMBOL)).toMatchObject({ isStale: true });
  });

  it('of an order book equals the book of the vendor, its last change too', async () => {
    const { engine, clock, server, api, market } = await opened();
    const book = new VendorBook();
    server.answerHttp((url) => (url.pathname.endsWith('/depth') ? book.snapshot() : market.answer(url)));
    const seen: { bids: unknown; asks: unknown }[] = [];
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const watching = (async () => {
      const levels = await api.streams.watchBook({ symbol: LIVE_SYMBOL, levels: 5 }, { signal: stop.signal });
      for await (const { bids, asks } of levels) seen.push({ bids, asks });
    })().catch(() => undefined);
    await settled(clock, () => seen.length > 0);
    const isEqual = () => {
      const { bids, asks } = book.levels();
      const wanted = { bids: bids.slice(0, 5), asks: asks.slice(0, 5) };
      return JSON.stringify(seen.at(-1)) === JSON.stringify(wanted);
    };
    server.send(book.change([[99.5, 3]], []));
    for (let i = 0; i < 5; i++) {
      await settled(clock, () => server.asked.some((url) => url.pathname.endsWith('/depth')) || i > 0);
      server.send(book.change([[99 - i, i + 1]], [[101 + i, i + 2]]));
      clock.advance(20);
      await turns(5);
    }
    for (let i = 0; i < 400 && !isEqual(); i++) {
      clock.advance(10);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const { bids, asks } = book.levels();
    expect(seen.at(-1)).toEqual({ bids: bids.slice(0, 5), asks: asks.slice(0, 5) });
    stop.abort();
    await watching;
    expect(engine.live.feed.view(LIVE_SYMBOL)?.state).toBe('live');
  });
});

describe('a replay from the store', () => {
  it('makes the same bars ten times, those of its ticks, and stores none of them', async () => {
    const { engine, clock } = await openLiveEngine();
    const ticks = recorded(LIVE_START - 24 * HOUR, 2_400);
    const { market } = engine.stores;
    await market.putTrades('SIM:PAST', ticks);
    engine.live.configure('replay', { speed: 0 });
    const hashes = new Set<string>();
    for (let run = 0; run < 10; run++) {
      engine.live.subscribe(['REPLAY:SIM:PAST']);
      const series = await engine.live.bars.open('REPLAY:SIM:PAST', '1m');
      const ended = () => engine.live.feed.view('REPLAY:SIM:PAST')?.state === 'failed';
      for (let i = 0; i < 400 && !ended(); i++) {
        clock.advance(50);
        await turns(2);
      }
      expect(engine.live.feed.view('REPLAY:SIM:PAST')?.reason).toContain('has been played');
      engine.live.bars.publish();
      hashes.add(JSON.stringify(rowsOf(series.bars())));
      engine.live.unsubscribe(['REPLAY:SIM:PAST']);
    }
    expect(hashes.size).toBe(1);
    expect(JSON.parse([...hashes][0]!)).toEqual(rowsOf(barsFromTrades(ticks, '1m')));
    expect((await market.series()).filter(({ symbol }) => symbol.startsWith('REPLAY:'))).toEqual([]);
    expect((await market.tickSeries()).map(({ symbol }) => symbol)).toEqual(['SIM:PAST']);
  });
});

describe('what is asked of a stream that makes its prices up', () => {
  it('begins with its prefix, or is refused before anything is kept', async () => {
    const { engine } = await openLiveEngine();
    expect(() => engine.live.subscribe(['AAPL'], ['simulated'])).toThrow(
      'AAPL is no symbol of Simulated market: its symbols begin with SIM:, such as SIM:AAPL',
    );
    expect(engine.live.isStreamed('AAPL')).toBe(false);
    expect(() => engine.live.subscribe(['SIM:AAPL'], ['replay'])).toThrow('such as REPLAY:AAPL');
    expect(engine.live.subscribe(['SIM:AAPL'], ['simulated'])[0]).toMatchObject({ isSimulated: true });
  });
});

function recorded(start: number, steps: number) {
  const batch = allocateTicks(steps * 2);
  const instrument = new SimulatedInstrument(1, 'SIM:PAST');
  for (let step = 0; step < steps; step++)
    instrument.appendStep(Math.floor(start / 250) + step, 250, 0, start, batch);
  const rows = [...Array(batch.length).keys()].filter((row) => batch.kind[row] === TRADE_TICK);
  const column = (from: Float64Array) => Float64Array.from(rows, (row) => from[row]!);
  return {
    length: rows.length,
    time: column(batch.eventTime),
    price: column(batch.price),
    size: column(batch.size),
    sequence: column(batch.sequence),
  };
}
