import '#contract/schema-mode';
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import '../../../src/renderer/styles/components.css';
import '../../../src/renderer/styles/panels.css';
import '../../../src/renderer/styles/dock.css';
import { implement } from '@orpc/server';
import { createRoot } from 'react-dom/client';
import { contract } from '#contract/contract';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { BookLevels } from '#contract/services/streams';
import type { SystemInfo } from '#contract/services/system';
import { connectionStore, keepConnected } from '../../../src/renderer/client/connection.ts';
import { formatCompact } from '../../../src/renderer/format/number.ts';
import { LadderPanel } from '../../../src/renderer/panels/ladder/ladder-panel.tsx';
import { streamSourceStream, subscriptionStream } from '../../../src/renderer/stores/engine-streams.ts';
import { linkSymbol } from '../../../src/renderer/stores/focus.ts';
import { receiveQuotes } from '../../../src/renderer/stores/quotes.ts';
import { type FrameRun, frameRun } from './frame-run.ts';
import { seededNumbers } from './synthetic-bars.ts';

declare global {
  interface Window {
    ladderPage: typeof page;
  }
}

const SYMBOL = 'FAST';
const LEVELS = 100;
/** That of src/runtime/services/watch.ts. */
const WATCH_PERIOD_MS = 100;
const TICK = 0.01;
const INFO: SystemInfo = {
  version: '0.1.0',
  profile: 'solo',
  host: 'server',
  dataFolder: '/data',
  startedTime: 0,
  runtime: 'bench',
  isReadOnly: false,
  notices: [],
};
const next = seededNumbers(11);
/** Ticks of the last price: it walks, so that best prices and the rows in sight move with it. */
let ticks = 10_000;
let newest: BookLevels = bookAt(ticks);
let changes = 1;

function bookAt(middle: number): BookLevels {
  const level = (away: number): [number, number] => [
    Math.round((middle + away) * TICK * 100) / 100,
    1 + Math.floor(next() * 5_000),
  ];
  return {
    symbol: SYMBOL,
    eventTime: Date.now(),
    bids: Array.from({ length: LEVELS }, (_, i) => level(-1 - i)),
    asks: Array.from({ length: LEVELS }, (_, i) => level(1 + i)),
  };
}

/** The newest book as often as the engine tells it to a screen: what came between is folded together. */
async function* watchBook(signal: AbortSignal | undefined): AsyncGenerator<BookLevels, void, void> {
  let told = 0;
  while (!signal?.aborted) {
    if (told !== changes) {
      told = changes;
      newest = bookAt(ticks);
      yield newest;
    }
    await new Promise((resolve) => setTimeout(resolve, WATCH_PERIOD_MS));
  }
}

const page = {
  /** Draws a ladder of a symbol with a book of a hundred levels a side. */
  async prepare(): Promise<void> {
    document.documentElement.dataset['theme'] = 'dark';
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const api = implement(contract);
    const router = {
      system: {
        info: api.system.info.handler(() => INFO),
        ping: api.system.ping.handler(({ input }) => input),
      },
      streams: { watchBook: api.streams.watchBook.handler(({ signal }) => watchBook(signal)) },
    };
    keepConnected(async () => {
      const [rpc, rpcEngine] = createMemoryChannelPair();
      const [feed] = createMemoryChannelPair();
      serveChannel(router, rpcEngine, {}, { log });
      return { rpc, feed };
    });
    const common = { isSimulated: true, reason: null } as const;
    streamSourceStream.receive({
      kind: 'snapshot',
      items: [
        {
          ...common,
          id: 'fast',
          name: 'Fast',
          assetClasses: ['equity'],
          gives: ['trades', 'quotes', 'book'],
          access: 'free',
          keyVariable: null,
          hasKey: true,
          symbolsMax: 10,
          note: '',
          parameters: [],
          state: 'live',
          retryTime: null,
          symbols: 1,
          reconnects: 0,
          unreadable: 0,
        },
      ],
    });
    subscriptionStream.receive({
      kind: 'snapshot',
      items: [
        {
          ...common,
          symbol: SYMBOL,
          chain: ['fast'],
          source: 'fast',
          state: 'live',
          lastEventTime: null,
          lastReceivedTime: null,
          accepted: 0,
          rejected: 0,
          missed: [],
        },
      ],
    });
    linkSymbol(SYMBOL);
    while (connectionStore.getState().phase !== 'connected')
      await new Promise((resolve) => setTimeout(resolve, 10));
    hand(1);
    const root = document.getElementById('root')!;
    Object.assign(root.style, { display: 'flex', flexDirection: 'column', height: '100vh' });
    createRoot(root).render(
      <section className="panel">
        <LadderPanel panelId="bench" link="blue" />
      </section>,
    );
  },
  run(updatesPerSecond: number, durationMs: number): Promise<FrameRun> {
    return frameRun(updatesPerSecond, durationMs, hand);
  },
  /** Rows whose sizes are not those of the newest book, by price. */
  wrongRows(): string[] {
    const sizes = new Map([...newest.bids, ...newest.asks].map(([price, size]) => [price.toFixed(2), size]));
    return [...document.querySelectorAll('.ladder-row')].flatMap((row) => {
      const price = row.querySelector('.ladder-price')?.textContent?.replaceAll(',', '') ?? '';
      const size = sizes.get(price);
      return size === undefined || row.textContent?.includes(formatCompact(size)) ? [] : [price];
    });
  },
};

/** One frame of the feed with so many trades; the best prices and the book walk with them. */
function hand(count: number): void {
  const column = (value: number): Float64Array => new Float64Array(count).fill(value);
  const last = column(0).map(() => {
    if (next() < 0.02) ticks += next() < 0.5 ? -1 : 1;
    return ticks * TICK;
  });
  changes += count;
  receiveQuotes([SYMBOL], {
    length: count,
    symbolIndex: column(0),
    eventTime: column(Date.now()),
    last,
    bid: last.map((price) => price - TICK),
    ask: last.map((price) => price + TICK),
    volume: column(0).map(() => Math.round(next() * 1e6)),
    previousClose: column(101),
    dayOpen: column(101),
    dayHigh: column(104),
    dayLow: column(96),
  });
}

window.ladderPage = page;
