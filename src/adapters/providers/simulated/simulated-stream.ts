import { allocateTicks } from '#domain/market/tick-batch';
import type { MarketStream, MarketStreamDefinition, StreamSymbol } from '#engine/ports/market-stream';
import { SIMULATED_NAME, SIMULATED_PREFIX, SIMULATED_SEED, STEP_MS, simulated } from './simulated.ts';
import { SimulatedInstrument } from './simulated-instrument.ts';

/** Rows handed on at a time. */
const BATCH_ROWS = 256;
const ROWS_A_STEP_MAX = 2;
/** Below this the clock would fire for less than one step of anything. */
const PERIOD_MS_MIN = 20;
const MADE_A_TURN_MAX = 8;
/** A screen shows a book ten times a second. */
const BOOK_EVERY_MS = 100;
/** A machine that slept longer is told what it missed instead of hearing all of it at once. */
const CATCH_UP_MS_MAX = 5_000;

/** The simulated market as it happens. Two streams of one seed send equal rows for equal moments. */
export const simulatedStream: MarketStreamDefinition = {
  id: simulated.id,
  name: SIMULATED_NAME,
  streamUrl: '',
  baseUrl: '',
  keyUrl: '',
  capabilities: {
    assetClasses: ['equity'],
    gives: ['trades', 'quotes', 'book'],
    symbolsMax: 1_000,
    access: 'free',
    symbolPrefix: SIMULATED_PREFIX,
    isSimulated: true,
    note: `Made-up prices and order books; needs no network. Symbols begin with ${SIMULATED_PREFIX}.`,
  },
  parameters: [
    { name: 'seed', label: 'Seed', default: SIMULATED_SEED, minimum: 0, maximum: 2_147_483_647 },
    {
      name: 'steps',
      label: 'Quotes a second and symbol',
      default: 1_000 / STEP_MS,
      minimum: 1,
      maximum: 1_000,
    },
  ],
  open({ clock }, sink, values = {}): MarketStream {
    const seed = values['seed'] ?? SIMULATED_SEED;
    const stepMs = 1_000 / (values['steps'] ?? 1_000 / STEP_MS);
    const instruments = new Map<number, SimulatedInstrument>();
    /** Subscribed, not made yet: an instrument takes about a millisecond to make. */
    const awaited: StreamSymbol[] = [];
    const batch = allocateTicks(BATCH_ROWS);
    let bookTime = Number.NEGATIVE_INFINITY;
    let nextStep = Math.ceil(clock.now() / stepMs);

    function flush(): void {
      if (batch.length > 0) sink.ticks(batch);
      batch.length = 0;
    }

    function emit(): void {
      for (const { slot, symbol } of awaited.splice(0, MADE_A_TURN_MAX))
        instruments.set(slot, new SimulatedInstrument(seed, symbol));
      const now = clock.now();
      const last = Math.floor(now / stepMs);
      const behindMs = now - nextStep * stepMs;
      if (behindMs > CATCH_UP_MS_MAX) {
        sink.missed([...instruments.keys()], nextStep * stepMs, now, 'the clock jumped ahead');
        nextStep = last;
      }
      for (; nextStep <= last; nextStep++) {
        for (const [slot, instrument] of instruments) {
          if (batch.length > BATCH_ROWS - ROWS_A_STEP_MAX) flush();
          instrument.appendStep(nextStep, stepMs, slot, now, batch);
        }
      }
      flush();
      if (now - bookTime < BOOK_EVERY_MS) return;
      bookTime = now;
      for (const [slot, { book }] of instruments)
        if (!Number.isNaN(book.sequence)) sink.book(slot, book, book.sequence * stepMs);
    }

    const stop = clock.every(Math.max(PERIOD_MS_MIN, stepMs), emit);
    sink.state({ kind: 'live', sinceTime: clock.now() });
    return {
      subscribe(symbols) {
        for (const one of symbols) {
          if (one.symbol.startsWith(SIMULATED_PREFIX)) awaited.push(one);
          else sink.unreadable(one.symbol, `${SIMULATED_NAME}: its symbols begin with ${SIMULATED_PREFIX}`);
        }
      },
      unsubscribe(symbols: readonly StreamSymbol[]) {
        for (const { slot } of symbols) {
          instruments.delete(slot);
          const index = awaited.findIndex((one) => one.slot === slot);
          if (index >= 0) awaited.splice(index, 1);
        }
      },
      close() {
        stop();
        instruments.clear();
        sink.state({ kind: 'ended', reason: 'closed' });
      },
    };
  },
};
