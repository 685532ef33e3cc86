import { describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import {
  optionQuoteStream,
  simulatedOptionStream,
} from '#adapters/providers/option-quotes/option-quote-stream';
import { createSocketClient } from '#adapters/sockets/ws/socket-client';
import type { OptionQuote } from '#domain/options/option-chain';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { recordedPrices } from '#engine/market/recorded-prices';
import type { OptionQuoteSource } from '#engine/ports/option-chains';
import { openMarketStore } from '#test/support/market-store';
import { quietLog } from '#test/support/quiet-log';
import { recordingSink } from '#test/support/streams/recording-sink';

const START = Date.parse('2026-11-20T20:00:00Z');
const CALL = 'AAPL261218C00150000';
const PUT = 'AAPL261218P00150000';

function quote(symbol: string, bid: number | null, ask: number | null, quoteTime = START): OptionQuote {
  return {
    symbol,
    bid,
    ask,
    bidSize: 3,
    askSize: null,
    last: null,
    volume: null,
    openInterest: null,
    quoteTime,
    impliedVolatility: null,
  };
}

async function open(quotesOf: OptionQuoteSource['quotesOf'], definition = optionQuoteStream) {
  const clock = new SimulatedClock(START);
  const shared = {
    provider: 'x',
    baseUrl: 'http://127.0.0.1:9',
    clock,
    log: quietLog(),
    random: () => 0.5,
    userAgent: 'x',
  };
  const { sink, heard } = recordingSink();
  const stream = definition.open(
    {
      socket: createSocketClient({ ...shared, baseUrl: 'ws://127.0.0.1:9' }),
      http: createFetchClient(shared),
      key: '',
      clock,
      recorded: recordedPrices(await openMarketStore()),
      optionQuotes: { quotesOf },
      random: () => 0.5,
    },
    sink,
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (): Promise<void> => {
    clock.advance(5_000);
    await settle();
  };
  return { stream, heard, pass, settle };
}

describe('the stream of option quotes', () => {
  it('tells bid and ask at once and every five seconds, but nothing twice', async () => {
    let quotes = [quote(CALL, 5, 5.2)];
    const { stream, heard, pass, settle } = await open(() => Promise.resolve(quotes));
    stream.subscribe([{ symbol: CALL, slot: 4 }]);
    await settle();
    expect(heard.ticks).toMatchObject([
      { slot: 4, bid: 5, ask: 5.2, bidSize: 3, eventTime: START, price: Number.NaN },
    ]);
    await pass();
    expect(heard.ticks).toHaveLength(1);
    quotes = [quote(CALL, 5.1, 5.2, START + 4_000)];
    await pass();
    expect(heard.ticks.map(({ bid }) => bid)).toEqual([5, 5.1]);
  });

  // Would catch: a leg that came while the others were asked for, and had no price until the next round.
  it('asks again for symbols that came meanwhile', async () => {
    const asked: string[][] = [];
    const { stream, heard, settle } = await open((symbols) => {
      asked.push([...symbols]);
      return Promise.resolve(symbols.map((symbol) => quote(symbol, 1, 1.1)));
    });
    stream.subscribe([{ symbol: CALL, slot: 1 }]);
    stream.subscribe([{ symbol: PUT, slot: 2 }]);
    await settle();
    expect(asked).toEqual([[CALL], [CALL, PUT]]);
    expect(heard.ticks.map(({ slot }) => slot)).toEqual([1, 2]);
  });

  it('makes no tick of one side alone, of crossed sides, or of what was let go', async () => {
    const { stream, heard, pass } = await open(() =>
      Promise.resolve([quote(CALL, null, 0.05), quote(PUT, 3, 2), quote('AAPL261218C00160000', 1, 2)]),
    );
    stream.subscribe([
      { symbol: CALL, slot: 1 },
      { symbol: PUT, slot: 2 },
      { symbol: 'AAPL261218C00160000', slot: 3 },
    ]);
    stream.unsubscribe([{ symbol: 'AAPL261218C00160000', slot: 3 }]);
    await pass();
    expect(heard.ticks).toEqual([]);
  });

  it('refuses what is no option, waits while its source refuses, and comes back', async () => {
    let refusal: string | null = 'no source of options on AAPL is ready';
    const { stream, heard, pass, settle } = await open(() =>
      refusal === null ? Promise.resolve([quote(CALL, 1, 2)]) : Promise.reject(new Error(refusal)),
    );
    stream.subscribe([
      { symbol: 'AAPL', slot: 1 },
      { symbol: CALL, slot: 2 },
    ]);
    await settle();
    expect(heard.unreadable[0]!.reason).toContain('AAPL is no option');
    expect(heard.states.at(-1)).toMatchObject({ kind: 'waiting', reason: refusal });
    refusal = null;
    await pass();
    expect(heard.states.at(-1)).toMatchObject({ kind: 'live' });
    stream.close();
    await pass();
    expect(heard.states.at(-1)).toMatchObject({ kind: 'ended' });
    expect(heard.ticks).toHaveLength(1);
  });

  it('simulated quotes come only from the source that says so', async () => {
    const asked: boolean[] = [];
    const { stream, settle } = await open((_, { isSimulated }) => {
      asked.push(isSimulated);
      return Promise.resolve([]);
    }, simulatedOptionStream);
    stream.subscribe([{ symbol: CALL, slot: 1 }]);
    await settle();
    expect(asked).toEqual([true]);
    expect(simulatedOptionStream.capabilities.isSimulated).toBe(true);
  });
});
