import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { allocateTicks, QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import type { OptionQuote } from '#domain/options/option-chain';
import type {
  MarketStream,
  MarketStreamDefinition,
  StreamPorts,
  StreamSink,
  StreamSymbol,
} from '#engine/ports/market-stream';

const EVERY_MS = 5_000;
const SYMBOLS_MAX = 200;
/** From a Friday's close over a long weekend. */
const STANDS_MS_MAX = 5 * 86_400_000;

/** Bid and ask of single options, from whichever source of chains is ready; asked for, not pushed. */
export const optionQuoteStream: MarketStreamDefinition = definition({
  id: 'option-quotes',
  name: 'Option quotes',
  isSimulated: false,
  note: 'Bid and ask of options every five seconds, from the source of their chain: Alpaca, Schwab or an imported file.',
});

/** The same of simulated chains. */
export const simulatedOptionStream: MarketStreamDefinition = definition({
  id: 'simulated-options',
  name: 'Simulated options',
  isSimulated: true,
  note: 'Made-up bid and ask of options around the price of their underlying, which has to be streamed itself.',
});

function definition({
  id,
  name,
  isSimulated,
  note,
}: {
  readonly id: string;
  readonly name: string;
  readonly isSimulated: boolean;
  readonly note: string;
}): MarketStreamDefinition {
  return {
    id,
    name,
    streamUrl: '',
    baseUrl: '',
    keyUrl: '',
    capabilities: {
      // Only symbols of options are taken, and only when this source is named.
      assetClasses: [],
      gives: ['quotes'],
      symbolsMax: SYMBOLS_MAX,
      access: 'free',
      isSimulated,
      standsMsMax: STANDS_MS_MAX,
      note,
    },
    open: (ports, sink) => openStream(ports, sink, { name, isSimulated }),
  };
}

function openStream(
  { clock, optionQuotes }: StreamPorts,
  sink: StreamSink,
  { name, isSimulated }: { readonly name: string; readonly isSimulated: boolean },
): MarketStream {
  const subscribed = new Map<string, number>();
  const told = new Map<string, string>();
  const batch = allocateTicks(SYMBOLS_MAX);
  const closing = new AbortController();
  let isAsking = false;
  /** Symbols came while the others were asked for. */
  let isAskedAgain = false;

  async function ask(): Promise<void> {
    isAskedAgain = isAsking;
    if (isAsking || subscribed.size === 0) return;
    isAsking = true;
    try {
      const quotes = await optionQuotes.quotesOf([...subscribed.keys()], {
        isSimulated,
        signal: closing.signal,
      });
      if (closing.signal.aborted) return;
      for (const quote of quotes) add(quote);
      if (batch.length > 0) sink.ticks(batch);
      batch.length = 0;
      sink.state({ kind: 'live', sinceTime: clock.now() });
    } catch (error) {
      if (closing.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      sink.state({ kind: 'waiting', retryTime: clock.now() + EVERY_MS, reason });
    } finally {
      isAsking = false;
      if (isAskedAgain) void ask();
    }
  }

  /** A quote that says nothing new, or that has one side alone, is no tick. */
  function add(quote: OptionQuote): void {
    const slot = subscribed.get(quote.symbol);
    const { bid, ask: offer, quoteTime } = quote;
    if (slot === undefined || bid === null || offer === null || bid > offer) return;
    const text = `${quoteTime} ${bid} ${offer}`;
    if (told.get(quote.symbol) === text) return;
    told.set(quote.symbol, text);
    writeQuote(batch, { slot, bid, ask: offer, quote, receivedTime: clock.now() });
  }

  const stop = clock.every(EVERY_MS, () => void ask());
  sink.state({ kind: 'live', sinceTime: clock.now() });
  return {
    subscribe(symbols: readonly StreamSymbol[]) {
      for (const { symbol, slot } of symbols) {
        if (parseOptionSymbol(symbol) === undefined)
          sink.unreadable(
            symbol,
            `${name}: ${symbol} is no option; options are written as AAPL261218C00150000`,
          );
        else subscribed.set(symbol, slot);
      }
      void ask();
    },
    unsubscribe(symbols: readonly StreamSymbol[]) {
      for (const { symbol } of symbols) {
        subscribed.delete(symbol);
        told.delete(symbol);
      }
    },
    close() {
      stop();
      closing.abort();
      sink.state({ kind: 'ended', reason: 'closed' });
    },
  };
}

function writeQuote(
  batch: TickBatch,
  row: {
    readonly slot: number;
    readonly bid: number;
    readonly ask: number;
    readonly quote: OptionQuote;
    readonly receivedTime: number;
  },
): void {
  const at = batch.length++;
  batch.slot[at] = row.slot;
  batch.kind[at] = QUOTE_TICK;
  batch.eventTime[at] = row.quote.quoteTime ?? row.receivedTime;
  batch.receivedTime[at] = row.receivedTime;
  batch.price[at] = Number.NaN;
  batch.size[at] = Number.NaN;
  batch.bid[at] = row.bid;
  batch.ask[at] = row.ask;
  batch.bidSize[at] = row.quote.bidSize ?? Number.NaN;
  batch.askSize[at] = row.quote.askSize ?? Number.NaN;
  batch.sequence[at] = Number.NaN;
}
