import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import type { OptionQuote } from '#domain/options/option-chain';
import type { OptionChainProvider } from '#engine/ports/option-chains';
import type { ProviderError } from '#engine/ports/provider-error';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorAnswer, type VendorServer } from '#test/support/vendor-server';
import type { OptionVendor, ToldChain } from '#test/support/vendors/option-vendors';
import { waitingClock } from '#test/support/waiting-clock';

/** The moment of these tests. */
export const NOW = Date.parse('2026-11-20T19:00:00Z');
const EXPIRATION = '2026-12-18';

const full: OptionQuote = {
  symbol: 'AAPL261218C00150000',
  bid: 4.1,
  ask: 4.2,
  bidSize: 12,
  askSize: 30,
  last: 4.15,
  volume: 812,
  openInterest: 10_422,
  quoteTime: NOW - 1_000,
  impliedVolatility: 0.25,
};
/** A contract that nobody bids for and that has never traded. */
const bare: OptionQuote = {
  symbol: 'AAPL261218P00050000',
  bid: null,
  ask: 0.01,
  bidSize: 0,
  askSize: 99,
  last: null,
  volume: null,
  openInterest: 0,
  quoteTime: NOW - 2_000,
  impliedVolatility: null,
};
const TOLD: ToldChain = {
  underlying: 'AAPL',
  spot: 151.25,
  spotTime: NOW - 500,
  quotes: [full, { ...full, symbol: 'AAPL261218P00150000', bid: 2.9, ask: 3 }, bare],
  adjusted: ['AAPL1261218C00150000'],
};

/** A source of option chains with a vendor behind it that tells what a test says. */
export interface ChainHarness {
  readonly name: string;
  /** With a key, or what stands for one; a good one unless given. */
  open(key?: string): OptionChainProvider;
  tellExpirations(dates: readonly string[]): void;
  tellChain(told: ToldChain): void;
  /** The vendor knows none of what it is asked for. */
  tellNothing(): void;
  /** Messages that reached the vendor since it was told what to tell. */
  heard(): number;
  /** Without times of its own, what it tells is of the moment it came: {@link NOW}. */
  readonly tellsTimes: boolean;
}

async function refusalOf(
  name: string,
  secrets: readonly string[],
  asked: Promise<unknown>,
): Promise<ProviderError> {
  const error = await asked.then(
    () => expect.unreachable('it should have refused'),
    (reason: ProviderError) => reason,
  );
  expect(error.message).toMatch(new RegExp(`^${name}: .+; .+`));
  for (const secret of secrets) expect(error.message).not.toContain(secret);
  return error;
}

/** What every source of option chains keeps to, however it speaks to its vendor. */
export function chainBehaviour(harness: ChainHarness): void {
  const ask = { underlying: 'AAPL', expiration: EXPIRATION };
  const timed = (quote: OptionQuote): OptionQuote =>
    harness.tellsTimes ? quote : { ...quote, quoteTime: NOW };

  it('lists each expiration once, in order', async () => {
    harness.tellExpirations(['2026-12-18', '2026-11-27', '2026-12-18']);
    expect(await harness.open().expirations('AAPL')).toEqual(['2026-11-27', '2026-12-18']);
  });

  it('gives every contract with what is known of it, and null for what is not', async () => {
    harness.tellChain(TOLD);
    const { quotes, spot, spotTime, underlying } = await harness.open().chain(ask);
    const bySymbol = new Map(quotes.map((quote) => [quote.symbol, quote]));
    expect([...bySymbol.keys()].sort()).toEqual(TOLD.quotes.map(({ symbol }) => symbol).sort());
    for (const told of TOLD.quotes) expect(bySymbol.get(told.symbol)).toEqual(timed(told));
    expect({ spot, spotTime, underlying }).toEqual({
      spot: 151.25,
      spotTime: harness.tellsTimes ? NOW - 500 : NOW,
      underlying: 'AAPL',
    });
  });

  it('sets adjusted contracts aside with a reason', async () => {
    harness.tellChain(TOLD);
    const { quotes, setAside } = await harness.open().chain(ask);
    expect(quotes.some(({ symbol }) => symbol.startsWith('AAPL1'))).toBe(false);
    expect(setAside).toHaveLength(1);
    expect(setAside[0]!.reason).toContain('AAPL1261218C00150000 is no standard contract');
  });

  it('names an underlying the vendor does not know', async () => {
    harness.tellNothing();
    const error = await refusalOf(harness.name, [], harness.open().expirations('NOSUCH'));
    expect(error).toMatchObject({ kind: 'not-found' });
    expect(error.message).toContain('NOSUCH');
  });

  it('a key of another form is refused before anything is sent', async () => {
    harness.tellChain(TOLD);
    const error = await refusalOf(harness.name, [], harness.open('one-part').chain(ask));
    expect(error).toMatchObject({ kind: 'unauthorised' });
    expect(harness.heard()).toBe(0);
  });
}

/** What every source over HTTP keeps to besides, against a server that speaks as its vendor documents. */
export function optionChainContract(vendor: OptionVendor): void {
  const { definition, key, secrets } = vendor;
  describe(definition.name, () => {
    let server: VendorServer;
    beforeAll(async () => {
      server = await startVendorServer();
    });
    afterAll(() => server.close());

    function open(givenKey = key) {
      const log = quietLog();
      const connect = () =>
        createFetchClient({
          provider: definition.name,
          baseUrl: server.url,
          clock: waitingClock(NOW),
          log,
          random: () => 0.5,
          userAgent: 'Octopus test',
        });
      return {
        log,
        provider: definition.create({
          http: connect(),
          connect,
          key: givenKey,
          now: () => NOW,
          clock: waitingClock(NOW),
        }),
      };
    }
    const answer = (handler: (url: URL) => VendorAnswer): void =>
      server.answer((url) => vendor.before?.(url) ?? handler(url));
    const ask = { underlying: 'AAPL', expiration: EXPIRATION };
    const refusal = (asked: Promise<unknown>) => refusalOf(definition.name, secrets, asked);

    chainBehaviour({
      name: definition.name,
      open: (givenKey) => open(givenKey).provider,
      tellExpirations: (dates) => answer(() => vendor.expirations(dates)),
      tellChain: (told) => answer((url) => vendor.chain(told, url)),
      tellNothing: () => answer(() => vendor.unknownSymbol),
      heard: () => server.requests.length,
      tellsTimes: true,
    });

    it('asks for the expiration wanted and sends its key', async () => {
      answer((url) => vendor.chain(TOLD, url));
      await open().provider.chain(ask);
      const sent = server.requests.map(({ url }) => url.search).join(' ');
      expect(sent).toContain(EXPIRATION);
      for (const { headers } of server.requests)
        expect(Object.values(headers).join(' ')).toMatch(/PKA1B2C3|Bearer access-of|Basic /);
    });

    it.each([401, 403])('a %i is a matter of the key, which no message or log shows', async (status) => {
      answer(() => ({ status, body: { message: `forbidden ${secrets.join(' ')}` } }));
      const { provider, log } = open();
      expect(await refusal(provider.chain(ask))).toMatchObject({ kind: 'unauthorised' });
      for (const secret of secrets) expect(log.lines.join()).not.toContain(secret);
    });

    it.each([{ hello: 1 }, [{ hello: 1 }], 'hello', null])(
      'refuses an answer of another shape: %j',
      async (body) => {
        answer(() => ({ body }));
        expect(await refusal(open().provider.chain(ask))).toMatchObject({ kind: 'malformed' });
      },
    );

    it('is not kept waiting for an hour by a 429', async () => {
      answer(() => ({ status: 429, body: {}, headers: { 'retry-after': '3600' } }));
      expect(await refusal(open().provider.chain(ask))).toMatchObject({
        kind: 'rate-limited',
        retryAfterMs: 3_600_000,
      });
    });
  });
}
