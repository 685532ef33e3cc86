import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { interactiveBrokersOptions } from '#adapters/brokers/interactive-brokers/option-chains/interactive-brokers-options';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import type { OptionChainProvider } from '#engine/ports/option-chains';
import { createHurriedClock } from '#test/support/brokers/hurried-clock';
import { quietLog } from '#test/support/quiet-log';
import { OptionGateway } from '#test/support/vendors/option-gateway';
import type { ToldChain } from '#test/support/vendors/option-vendors';
import { chainBehaviour, NOW } from './option-chains.ts';

const NAME = interactiveBrokersOptions.name;
const ASK = { underlying: 'AAPL', expiration: '2026-12-18' };
const FRIDAY_CLOSE = Date.parse('2026-11-20T21:00:00Z');

const gateway = new OptionGateway();
beforeAll(() => gateway.start());
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.cut();
  gateway.linesMax = 100;
  gateway.dataType = 1;
  gateway.refused.clear();
  gateway.takenClients.clear();
});

/** Waits pass four times faster; the time of day stands. */
function open(key = `127.0.0.1:${gateway.port}:48`, now = NOW): OptionChainProvider {
  const clock = { ...createHurriedClock(4), now: () => now };
  const http = createFetchClient({
    provider: NAME,
    baseUrl: 'http://127.0.0.1:1',
    clock,
    log: quietLog(),
    random: () => 0.5,
    userAgent: 'Octopus test',
  });
  return interactiveBrokersOptions.create({ http, connect: () => http, key, now: () => now, clock });
}

/** Calls and puts of strikes from 100 on, one apart. */
function ladder(strikes: number): ToldChain {
  const quotes = Array.from({ length: strikes * 2 }, (_, i) => ({
    symbol: `AAPL261218${i % 2 === 0 ? 'C' : 'P'}00${100 + Math.floor(i / 2)}000`,
    bid: 1,
    ask: 1.1,
    bidSize: 5,
    askSize: 6,
    last: 1.05,
    volume: 1,
    openInterest: 2,
    quoteTime: NOW,
    impliedVolatility: 0.3,
  }));
  return { underlying: 'AAPL', spot: 130.2, spotTime: NOW, quotes, adjusted: [] };
}

const messages = (kind: number) => gateway.heard.filter(([first]) => first === String(kind));

describe(NAME, () => {
  chainBehaviour({
    name: NAME,
    open: (key) => open(key),
    tellExpirations: (dates) => gateway.tell(undefined, dates),
    tellChain: (told) => gateway.tell(told),
    tellNothing: () => gateway.tell(undefined),
    heard: () => gateway.heard.length,
    tellsTimes: false,
  });

  // Would catch: a chain that takes every line of the login, or keeps them.
  it('watches the strikes next to the price, never more than 40 at once, and lets every line go', async () => {
    gateway.tell(ladder(60));
    const { quotes } = await open().chain(ASK);
    expect(quotes).toHaveLength(120);
    const priced = quotes
      .filter(({ bid }) => bid !== null)
      .map(({ symbol }) => Number(symbol.slice(-8)) / 1_000);
    expect([Math.min(...priced), Math.max(...priced), priced.length]).toEqual([115, 145, 62]);
    expect(quotes[0]).toMatchObject({ bid: null, quoteTime: null, impliedVolatility: null });
    expect(gateway.linesSeen).toBeLessThanOrEqual(40);
    // The last are let go of at the pace that TWS takes messages.
    while (messages(2).length < messages(1).length) await new Promise((resolve) => setTimeout(resolve, 5));
    const ids = (kind: number) =>
      messages(kind)
        .map(([, , id]) => id)
        .sort();
    expect(ids(2)).toEqual(ids(1));
    expect(messages(59)).toEqual([['59', '1', '4']]);
  });

  it.each([
    [354, 'unauthorised', /no subscription to market data of AAPL261218C00130000 \(354\); subscribe to it/],
    [10_091, 'unauthorised', /\(10091\); subscribe to it in the Client Portal/],
    [10_197, 'unavailable', /another session of this login takes its market data/],
    [200, 'not-found', /no security definition of AAPL261218C00130000/],
    [100, 'rate-limited', /more than 50 messages a second/],
    [321, 'unavailable', /TWS refused AAPL261218C00130000: Error validating request \(321\); ask again/],
  ] as const)('says what %i means and what to do', async (code, kind, sentence) => {
    gateway.tell({
      ...ladder(31),
      quotes: ladder(31).quotes.filter(({ symbol }) => symbol.endsWith('C00130000')),
    });
    gateway.refused.set('OPT', [code, 'Error validating request.']);
    await expect(open().chain(ASK)).rejects.toMatchObject({ kind, message: expect.stringMatching(sentence) });
  });

  it('says when every line of the login is taken, and takes no more', async () => {
    gateway.tell(ladder(31));
    gateway.linesMax = 10;
    await expect(open().chain(ASK)).rejects.toMatchObject({
      kind: 'rate-limited',
      message: expect.stringMatching(
        /every line of market data that the login has is taken \(101\).*; close/,
      ),
    });
    expect(messages(1).length).toBeLessThanOrEqual(42);
  });

  it('goes without the price of an underlying that is not subscribed to', async () => {
    gateway.tell(ladder(5));
    gateway.refused.set('STK', [354, 'Requested market data is not subscribed']);
    // That of the model of TWS stands in.
    expect(await open().chain(ASK)).toMatchObject({ spot: 130.2 });
  });

  // Would catch: prices of the close, or of a quarter of an hour ago, taken for those of now.
  it.each([
    [3, NOW, NOW - 900_000],
    [2, Date.parse('2026-11-22T12:00:00Z'), FRIDAY_CLOSE],
    [4, Date.parse('2026-11-22T12:00:00Z'), FRIDAY_CLOSE],
  ])('gives data of type %i the time it is of', async (type, now, time) => {
    gateway.tell(ladder(2));
    gateway.dataType = type;
    const { quotes, spotTime } = await open(undefined, now).chain(ASK);
    expect([...quotes.map(({ quoteTime }) => quoteTime), spotTime]).toEqual(Array(5).fill(time));
  });

  it('asks for an index where it is listed', async () => {
    gateway.tell(ladder(1), ['2026-12-18']);
    await open().expirations('SPX');
    expect(messages(9)[0]!.slice(4, 6)).toEqual(['SPX', 'IND']);
    expect(messages(9)[0]).toContain('CBOE');
  });

  it('names a client number that is taken, and a place where nothing listens', async () => {
    gateway.tell(ladder(1));
    gateway.takenClients.add(48);
    await expect(open().chain(ASK)).rejects.toThrow(
      'another program has client number 48 of TWS (326); give',
    );
    await expect(open('127.0.0.1:1:48').chain(ASK)).rejects.toThrow(
      'nothing listens at 127.0.0.1:1; start TWS',
    );
  });

  it('comes back when the line has ended', async () => {
    gateway.tell(ladder(1), ['2026-12-18']);
    const provider = open();
    await provider.expirations('AAPL');
    gateway.cut();
    let dates: readonly string[] = [];
    // Until the end of the old line is heard of here, it may be asked once more.
    while (dates.length === 0) dates = await provider.expirations('AAPL').catch(() => []);
    expect(dates).toEqual(['2026-12-18']);
  });
});
