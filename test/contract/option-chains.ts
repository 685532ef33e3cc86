import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import type { OptionQuote } from '#domain/options/option-chain';
import type { ProviderError } from '#engine/ports/provider-error';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorAnswer, type VendorServer } from '#test/support/vendor-server';
import type { OptionVendor, ToldChain } from '#test/support/vendors/option-vendors';
import { waitingClock } from '#test/support/waiting-clock';

const NOW = Date.parse('2026-11-20T19:00:00Z');
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

/** What every source of option chains keeps to, against a server that speaks as its vendor documents. */
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
        provider: definition.create({ http: connect(), connect, key: givenKey, now: () => NOW }),
      };
    }
    const answer = (handler: (url: URL) => VendorAnswer): void =>
      server.answer((url) => vendor.before?.(url) ?? handler(url));
    const ask = { underlying: 'AAPL', expiration: EXPIRATION };
    const refusal = async (asked: Promise<unknown>): Promise<ProviderError> => {
      const error = await asked.then(
        () => expect.unreachable('it should have refused'),
        (reason: ProviderError) => reason,
      );
      expect(error.message).toMatch(new RegExp(`^${definition.name}: .+; .+`));
      for (const secret of secrets) expect(error.message).not.toContain(secret);
      return error;
    };

    it('lists each expiration once, in order', async () => {
      answer(() => vendor.expirations(['2026-12-18', '2026-11-27', '2026-12-18']));
      expect(await open().provider.expirations('AAPL')).toEqual(['2026-11-27', '2026-12-18']);
    });

    it('gives every contract with what is known of it, and null for what is not', async () => {
      answer((url) => vendor.chain(TOLD, url));
      const { quotes, spot, spotTime, underlying } = await open().provider.chain(ask);
      const bySymbol = new Map(quotes.map((quote) => [quote.symbol, quote]));
      expect([...bySymbol.keys()].sort()).toEqual(TOLD.quotes.map(({ symbol }) => symbol).sort());
      for (const told of TOLD.quotes) expect(bySymbol.get(told.symbol)).toEqual(told);
      expect({ spot, spotTime, underlying }).toEqual({
        spot: 151.25,
        spotTime: NOW - 500,
        underlying: 'AAPL',
      });
    });

    it('sets adjusted contracts aside with a reason', async () => {
      answer((url) => vendor.chain(TOLD, url));
      const { quotes, setAside } = await open().provider.chain(ask);
      expect(quotes.some(({ symbol }) => symbol.startsWith('AAPL1'))).toBe(false);
      expect(setAside).toHaveLength(1);
      expect(setAside[0]!.reason).toContain('AAPL1261218C00150000 is no standard contract');
    });

    it('asks for the expiration wanted and sends its key', async () => {
      answer((url) => vendor.chain(TOLD, url));
      await open().provider.chain(ask);
      const sent = server.requests.map(({ url }) => url.search).join(' ');
      expect(sent).toContain(EXPIRATION);
      for (const { headers } of server.requests)
        expect(Object.values(headers).join(' ')).toMatch(/PKA1B2C3|Bearer access-of|Basic /);
    });

    it('names an underlying the vendor does not know', async () => {
      answer(() => vendor.unknownSymbol);
      const error = await refusal(open().provider.expirations('NOSUCH'));
      expect(error).toMatchObject({ kind: 'not-found' });
      expect(error.message).toContain('NOSUCH');
    });

    it.each([401, 403])('a %i is a matter of the key, which no message or log shows', async (status) => {
      answer(() => ({ status, body: { message: `forbidden ${secrets.join(' ')}` } }));
      const { provider, log } = open();
      expect(await refusal(provider.chain(ask))).toMatchObject({ kind: 'unauthorised' });
      for (const secret of secrets) expect(log.lines.join()).not.toContain(secret);
    });

    it('a key of another form is refused before anything is sent', async () => {
      answer((url) => vendor.chain(TOLD, url));
      expect(await refusal(open('one-part').provider.chain(ask))).toMatchObject({ kind: 'unauthorised' });
      expect(server.requests).toHaveLength(0);
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
