import { describe, expect, it } from 'vitest';
import { LiveFeed, type LiveFeedPorts } from '#agents/data-collector/live/live-feed';
import type { SlotCounts } from '#agents/data-collector/live/slot-ledger';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type {
  MarketStreamDefinition,
  StreamDirectory,
  StreamSink,
  StreamSymbol,
} from '#engine/ports/market-stream';
import { quietLog } from '../../../support/quiet-log.ts';

const START = Date.UTC(2026, 2, 4, 15, 0, 20);
const MINUTE = 60_000;

/** A source whose connection the test makes and breaks. */
class PlayedSource {
  readonly definition: MarketStreamDefinition;
  readonly symbols = new Set<string>();
  opened = 0;
  sink: StreamSink | undefined;

  constructor(id: string, symbolsMax = 100) {
    this.definition = {
      id,
      name: id.toUpperCase(),
      streamUrl: '',
      baseUrl: '',
      keyUrl: '',
      capabilities: {
        assetClasses: ['crypto'],
        gives: ['trades'],
        symbolsMax,
        access: 'free',
        isSimulated: false,
        note: '',
      },
      open: () => {
        throw new Error('opened by the directory');
      },
    };
  }

  open(sink: StreamSink) {
    this.opened++;
    this.sink = sink;
    return {
      subscribe: (symbols: readonly StreamSymbol[]) =>
        symbols.forEach(({ symbol }) => void this.symbols.add(symbol)),
      unsubscribe: (symbols: readonly StreamSymbol[]) =>
        symbols.forEach(({ symbol }) => void this.symbols.delete(symbol)),
      close: () => {
        this.sink = undefined;
        this.symbols.clear();
      },
    };
  }

  live(clock: SimulatedClock): void {
    this.sink?.state({ kind: 'live', sinceTime: clock.now() });
  }

  lose(reason = 'the line broke'): void {
    this.sink?.state({ kind: 'waiting', retryTime: 0, reason });
  }
}

function setUp(sources: PlayedSource[], options: { notReady?: string[]; newest?: number } = {}) {
  const clock = new SimulatedClock(START);
  const slots: string[] = [];
  const filled: { symbol: string; from: number; to: number }[] = [];
  const kept = new Map<string, readonly string[]>();
  const changes: { slot: number; source: string }[] = [];
  const counts: SlotCounts = {
    accepted: 0,
    rejected: 0,
    lastEventTime: Number.NaN,
    lastReceivedTime: Number.NaN,
  };
  let backfill = (): Promise<number> => Promise.resolve(2);
  const directory: StreamDirectory = {
    definitions: sources.map(({ definition }) => definition),
    isReady: (id) => !options.notReady?.includes(id),
    open: (id, sink) => sources.find((one) => one.definition.id === id)!.open(sink),
  };
  const ports: LiveFeedPorts = {
    directory,
    clock,
    log: quietLog(),
    slotOf: (symbol) => (slots.includes(symbol) ? slots.indexOf(symbol) : slots.push(symbol) - 1),
    counts: () => counts,
    ticks: () => undefined,
    book: () => undefined,
    unreadable: () => undefined,
    sourceChanged: (slot, source) => void changes.push({ slot, source }),
    dataTypeOf: () => 'crypto',
    isMarketOpen: () => true,
    newestMinute: async () => options.newest ?? START,
    backfill: (symbol, from, to) => {
      filled.push({ symbol, from, to });
      return backfill();
    },
    keep: (symbol, chain) => void kept.set(symbol, chain),
    forget: (symbol) => void kept.delete(symbol),
    changed: () => undefined,
  };
  const feed = new LiveFeed(ports);
  const settle = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await new Promise(setImmediate);
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
  };
  return {
    feed,
    clock,
    filled,
    kept,
    changes,
    settle,
    setBackfill: (next: () => Promise<number>) => (backfill = next),
  };
}

describe('LiveFeed', () => {
  it('opens a source with the first symbol and closes it with the last', async () => {
    const a = new PlayedSource('a');
    const { feed, kept } = setUp([a]);
    feed.subscribe(['BTCUSDT', 'ETHUSDT'], ['a']);
    feed.subscribe(['BTCUSDT'], ['a']);
    expect(a.opened).toBe(1);
    expect([...a.symbols]).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(kept.get('BTCUSDT')).toEqual(['a']);
    expect(feed.unsubscribe(['BTCUSDT', 'ETHUSDT', 'NONE'])).toBe(2);
    expect(a.sink).toBeUndefined();
    expect(kept.size).toBe(0);
    expect(feed.sourceState('a').state).toBe('off');
  });

  it('falls back when a source stays away, and returns when it has been steady for a while', async () => {
    const [a, b] = [new PlayedSource('a'), new PlayedSource('b')];
    const { feed, clock, settle, changes } = setUp([a, b]);
    feed.subscribe(['BTCUSDT'], ['a', 'b']);
    a.live(clock);
    expect(feed.view('BTCUSDT')).toMatchObject({ source: 'a', state: 'live', reason: null });
    a.lose();
    await settle(5_000);
    expect(feed.view('BTCUSDT')).toMatchObject({ source: 'a', state: 'waiting' });
    await settle(7_000);
    b.live(clock);
    expect(feed.view('BTCUSDT')).toMatchObject({ source: 'b', state: 'live', reason: 'A: the line broke' });
    expect(a.symbols.size).toBe(0);
    a.sink?.state({ kind: 'connecting', attempt: 2 });
    await settle(2_000);
    expect(feed.view('BTCUSDT')?.source).toBe('b');
    a.live(clock);
    await settle(10_000);
    expect(feed.view('BTCUSDT')?.source).toBe('b');
    await settle(25_000);
    expect(feed.view('BTCUSDT')).toMatchObject({ source: 'a', reason: null });
    expect(b.sink).toBeUndefined();
    expect(changes.map(({ source }) => source)).toEqual(['a', 'b', 'a']);
  });

  it('passes over a source without its key, and one that is full', () => {
    const [a, b, c] = [new PlayedSource('a'), new PlayedSource('b', 1), new PlayedSource('c')];
    const { feed } = setUp([a, b, c], { notReady: ['a'] });
    feed.subscribe(['BTCUSDT', 'ETHUSDT'], ['a', 'b', 'c']);
    expect(feed.view('BTCUSDT')).toMatchObject({ source: 'b', reason: 'A needs a key' });
    expect(feed.view('ETHUSDT')).toMatchObject({ source: 'c', reason: 'A needs a key' });
  });

  it('fails with the reason when its only source ends, and does not hammer it', async () => {
    const a = new PlayedSource('a');
    const { feed, settle } = setUp([a]);
    feed.subscribe(['BTCUSDT'], ['a']);
    a.sink?.state({ kind: 'ended', reason: 'the key was refused' });
    await settle(120_000);
    expect(feed.view('BTCUSDT')).toMatchObject({ state: 'failed', reason: 'A: the key was refused' });
    expect(a.opened).toBe(1);
  });

  it('asks history for whole minutes once the last of them has ended, and again after a failure', async () => {
    const a = new PlayedSource('a');
    const { feed, clock, filled, settle, setBackfill } = setUp([a]);
    feed.subscribe(['BTCUSDT'], ['a']);
    a.live(clock);
    await settle(60_000);
    filled.length = 0;
    const lost = clock.now();
    setBackfill(() => Promise.reject(new Error('the vendor is busy')));
    a.sink?.missed([0], lost - 60_000, lost, 'the line broke');
    await settle(70_000);
    const from = Math.floor((lost - 60_000) / MINUTE) * MINUTE;
    const to = Math.floor(lost / MINUTE) * MINUTE + MINUTE;
    expect(filled).toEqual([{ symbol: 'BTCUSDT', from, to }]);
    expect(feed.view('BTCUSDT')?.missed.at(-1)).toMatchObject({ state: 'open', error: 'the vendor is busy' });
    setBackfill(() => Promise.resolve(2));
    await settle(40_000);
    expect(filled).toHaveLength(2);
    expect(feed.view('BTCUSDT')?.missed.at(-1)).toMatchObject({ state: 'filled', bars: 2, error: null });
  });

  it('gives a stretch up after four tries and leaves it to be seen', async () => {
    const a = new PlayedSource('a');
    const { feed, clock, filled, settle, setBackfill } = setUp([a]);
    setBackfill(() => Promise.reject(new Error('no history there')));
    feed.subscribe(['BTCUSDT'], ['a']);
    a.live(clock);
    await settle(1_200_000);
    expect(filled).toHaveLength(4);
    expect(feed.view('BTCUSDT')?.missed).toMatchObject([{ state: 'failed', error: 'no history there' }]);
  });

  it('fills what nobody listened to since the newest stored bar', async () => {
    const a = new PlayedSource('a');
    const newest = START - 3 * 3_600_000;
    const { feed, clock, filled, settle } = setUp([a], { newest });
    feed.subscribe(['BTCUSDT'], ['a']);
    a.live(clock);
    await settle(60_000);
    expect(filled[0]?.from).toBe(Math.floor(newest / MINUTE) * MINUTE);
  });

  it('calls silence stale', async () => {
    const a = new PlayedSource('a');
    const { feed, clock, settle } = setUp([a]);
    feed.subscribe(['BTCUSDT'], ['a']);
    a.live(clock);
    await settle(61_000);
    expect(feed.view('BTCUSDT')).toMatchObject({ state: 'stale', reason: 'nothing heard for 61 s' });
  });

  it('refuses a source that does not exist, and a number out of bounds, by name', () => {
    const a = new PlayedSource('alpha');
    const { feed } = setUp([a]);
    expect(() => feed.subscribe(['BTCUSDT'], ['alhpa'])).toThrow('alpha');
    expect(() => feed.configure('alpha', { speed: 3 })).toThrow('speed');
  });
});
