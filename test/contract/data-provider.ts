import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { readProviderRows } from '#agents/data-collector/read-provider-rows';
import { barAt } from '#domain/market/bar';
import type { BarRequest, DataProvider } from '#engine/ports/data-provider';
import type { ProviderError } from '#engine/ports/provider-error';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { DAYS, dayTime, type Vendor } from '#test/support/vendors/vendor';
import { waitingClock } from '#test/support/waiting-clock';

const KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const NOW = Date.parse('2024-01-10T12:00:00Z');

/** What every adapter of a vendor keeps to, against a server that speaks as its vendor documents. */
export function dataProviderContract(vendor: Vendor): void {
  const { definition, symbol } = vendor;
  const week = DAYS.map((day, i) => ({ ...day, date: vendor.dates?.[i] ?? day.date }));
  const range = { from: dayTime(week[0]!.date), to: dayTime(week.at(-1)!.date) + 86_400_000 };
  const isKeyed = definition.keyUrl !== '';
  describe(definition.name, () => {
    let server: VendorServer;
    beforeAll(async () => {
      server = await startVendorServer();
    });
    afterAll(() => server.close());

    function open({ timeoutMs = 10_000 } = {}) {
      const clock = waitingClock(NOW);
      const log = quietLog();
      const http = createFetchClient({
        provider: definition.name,
        baseUrl: server.url,
        clock,
        log,
        random: () => 0.5,
        userAgent: 'Octopus test',
        timeoutMs,
      });
      return { clock, log, provider: definition.create({ http, key: KEY, now: () => clock.now() }) };
    }
    const request = (more: Partial<BarRequest> = {}): BarRequest => ({
      symbol,
      timeframe: '1d',
      ...range,
      ...more,
    });
    const refusal = async (provider: DataProvider): Promise<ProviderError> => {
      const error = await provider.bars(request()).then(
        () => expect.unreachable('it should have refused'),
        (reason: ProviderError) => reason,
      );
      expect(error.message).toMatch(new RegExp(`^${definition.name}: .+; .+`));
      expect(error.message).not.toContain(KEY);
      return error;
    };
    const barsOf = async (provider: DataProvider) => {
      const { rows } = await provider.bars(request());
      return readProviderRows(rows, { source: definition.name, timeframe: '1d', ...range, now: NOW });
    };
    const expected = week.map(vendor.expected).map(({ date, ...values }) => ({
      time: dayTime(date),
      ...values,
    }));

    it('gives days labelled by midnight UTC of their exchange date, and tells how far it is', async () => {
      server.answer((url) => vendor.days(week, url));
      const fractions: number[] = [];
      const { provider } = open();
      const { rows, facts } = await provider.bars(request({ onProgress: (part) => fractions.push(part) }));
      const file = readProviderRows(rows, { source: 'x', timeframe: '1d', ...range, now: NOW });
      expect(Array.from({ length: file.bars.length }, (_, i) => barAt(file.bars, i))).toEqual(expected);
      expect(file.quarantined).toEqual([]);
      expect(rows.every(({ raw }) => raw.length > 10)).toBe(true);
      expect(['none', 'splits']).toContain(facts.adjustment);
      expect(fractions.every((part, i) => part > 0 && part <= 1 && part >= (fractions[i - 1] ?? 0))).toBe(
        true,
      );
    });

    it('sends its key when it has one, and says who it is', async () => {
      server.answer((url) => vendor.days(week, url));
      await open().provider.bars(request());
      const { url, headers } = server.requests.at(-1)!;
      expect(headers['user-agent']).toBe('Octopus test');
      const sent = [...url.searchParams.values(), ...Object.values(headers)].includes(KEY);
      expect(sent).toBe(isKeyed);
      expect(definition.capabilities.access === 'keyed').toBe(isKeyed);
    });

    it('answers an empty range with no rows', async () => {
      server.answer((url) => vendor.days([], url));
      expect((await open().provider.bars(request())).rows).toEqual([]);
    });

    it('names a symbol the vendor does not know', async () => {
      server.answer(() => vendor.unknownSymbol);
      const { provider } = open();
      if (!vendor.tellsUnknown) {
        expect((await provider.bars(request())).rows).toEqual([]);
        return;
      }
      const error = await refusal(provider);
      expect(error).toMatchObject({ kind: 'not-found', provider: definition.name });
      expect(error.message).toContain(symbol);
      expect(server.requests).toHaveLength(1);
    });

    it.each([401, 403])('a %i is a matter of the key, which no message or log shows', async (status) => {
      server.answer(() => ({ status, body: { error: `Invalid API key ${isKeyed ? KEY : ''}.` } }));
      const { provider, log } = open();
      expect(await refusal(provider)).toMatchObject({ kind: 'unauthorised' });
      expect(log.lines.join()).not.toContain(KEY);
      expect(server.requests).toHaveLength(1);
    });

    it('is not kept waiting for an hour by a 429, and says when to come back', async () => {
      server.answer(() => ({ status: 429, body: {}, headers: { 'retry-after': '3600' } }));
      const error = await refusal(open().provider);
      expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
      expect(error.message).toContain('retry in 60 minutes');
      expect(server.requests).toHaveLength(1);
    });

    it('waits as long as a 429 asks when that is short', async () => {
      server.answer((url, nth) =>
        nth === 1 ? { status: 429, body: {}, headers: { 'retry-after': '2' } } : vendor.days(week, url),
      );
      const { provider, clock } = open();
      expect((await provider.bars(request())).rows).toHaveLength(week.length);
      expect(clock.slept()).toBe(2_000);
    });

    it('asks again after a 500', async () => {
      server.answer((url, nth) => (nth === 1 ? { status: 500, body: {} } : vendor.days(week, url)));
      const { provider, clock } = open();
      expect((await provider.bars(request())).rows).toHaveLength(week.length);
      expect(clock.slept()).toBe(375);
    });

    it('gives up on a vendor that stays in trouble', async () => {
      server.answer(() => ({ status: 503, body: {} }));
      expect(await refusal(open().provider)).toMatchObject({ kind: 'unavailable' });
      expect(server.requests).toHaveLength(4);
    });

    it('takes half an answer for none', async () => {
      server.answer((url) => ({ text: JSON.stringify(vendor.days(week, url).body).slice(0, -20) }));
      expect(await refusal(open().provider)).toMatchObject({ kind: 'malformed' });
    });

    it('quotes the first words of a web page', async () => {
      server.answer(() => ({
        text: '<!DOCTYPE html><html><head><style>x</style></head><body><h1>Before you continue</h1></body></html>',
        type: 'text/html',
      }));
      const error = await refusal(open().provider);
      expect(error).toMatchObject({ kind: 'malformed' });
      expect(error.message).toContain('Before you continue');
    });

    it.each([{ hello: 1 }, [{ hello: 1 }], 'hello', null])(
      'refuses or sets aside an answer of another shape: %j',
      async (body) => {
        server.answer(() => ({ body }));
        const { provider } = open();
        // A list of strange candles is read as rows, each of which the collector sets aside.
        const outcome = await provider.bars(request()).then(
          ({ rows }) => {
            const file = readProviderRows(rows, { source: 'x', timeframe: '1d', ...range, now: NOW });
            return file.bars.length === 0 && file.quarantined.length === 1 ? 'malformed' : 'accepted';
          },
          (error: ProviderError) => error.kind,
        );
        expect(outcome).toBe('malformed');
      },
    );

    it('leaves order and repeats to the collector, which mends both', async () => {
      const disordered = [...week].reverse();
      server.answer((url) => vendor.days([...disordered, ...week.slice(0, 2)], url));
      const file = await barsOf(open().provider);
      expect(Array.from({ length: file.bars.length }, (_, i) => barAt(file.bars, i))).toEqual(expected);
      expect(file.quarantined).toEqual([]);
      expect(file.rowsRead).toBe(file.bars.length + file.rowsDuplicate);
    });

    it('does not wait for ever', async () => {
      server.answer(() => ({ isSilent: true }));
      const error = await refusal(open({ timeoutMs: 40 }).provider);
      expect(error).toMatchObject({ kind: 'unavailable' });
      expect(error.message).toContain('no answer within 0.04 seconds');
    });

    it('ends at once when aborted, with the reason given', async () => {
      const abort = new AbortController();
      server.answer(() => {
        abort.abort(new Error('changed my mind'));
        return { isSilent: true };
      });
      await expect(open().provider.bars(request({ signal: abort.signal }))).rejects.toThrow(
        'changed my mind',
      );
      expect(server.requests).toHaveLength(1);
    });

    it('can be asked whether it is well', async () => {
      server.answer((url) => vendor.days(week, url));
      await expect(open().provider.check()).resolves.toBeUndefined();
      server.answer(() => ({ text: '<html>Sign in</html>', type: 'text/html' }));
      await expect(open().provider.check()).rejects.toThrow('Sign in');
      server.answer(() => ({ body: { hello: 1 } }));
      await expect(open().provider.check()).rejects.toMatchObject({ kind: 'malformed' });
    });
  });
}
