import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { downloadNews } from '#agents/data-collector/news/download-news';
import type { NewsDirectory, NewsProvider } from '#engine/ports/news-provider';
import type { ProviderError } from '#engine/ports/provider-error';
import { openMarketStore } from '#test/support/market-store';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorAnswer, type VendorServer } from '#test/support/vendor-server';
import type { NewsVendor, Story } from '#test/support/vendors/news-vendors';
import { waitingClock } from '#test/support/waiting-clock';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const DAY_MS = 86_400_000;
const STORIES: readonly Story[] = [
  {
    id: 1,
    time: '2024-01-09T14:30:00.000Z',
    title: 'Apple & partners sign a deal on chips',
    url: 'https://www.reddit.com/a/1?x=1',
  },
  {
    id: 2,
    time: '2024-01-08T09:00:00.000Z',
    title: 'Shares of IBM fall after outlook is cut',
    url: 'https://www.reddit.com/a/2',
  },
  {
    id: 3,
    time: '2024-01-07T20:15:00.000Z',
    title: 'Central bank leaves its rate unchanged again',
    url: 'https://www.reddit.com/a/3',
  },
];

/** What every source of headlines keeps to, against a server that speaks as it documents. */
export function newsProviderContract(vendor: NewsVendor): void {
  const { definition } = vendor;
  describe(vendor.form, () => {
    let server: VendorServer;
    beforeAll(async () => {
      server = await startVendorServer();
    });
    afterAll(() => server.close());

    function open({ timeoutMs = 10_000, settings = vendor.settings } = {}) {
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
      const provider = definition.create({
        http,
        connect: () => http,
        key: vendor.key,
        now: () => clock.now(),
        settings: () => settings,
      });
      return { clock, log, provider };
    }
    const request = { symbol: 'AAPL', from: NOW - 7 * DAY_MS, to: NOW, limit: 100 };
    /** Answers what comes before as documented, and the rest as told; `nth` counts the rest. */
    const answer = (handler: (nth: number) => VendorAnswer): void => {
      let nth = 0;
      server.answer((url) => vendor.before?.(url) ?? handler(++nth));
    };
    const asked = () => server.requests.filter(({ url }) => vendor.before?.(url) === undefined);
    const refusal = async (provider: NewsProvider): Promise<ProviderError> => {
      const error = await provider.headlines(request).then(
        () => expect.unreachable('it should have refused'),
        (reason: ProviderError) => reason,
      );
      expect(error.message).toMatch(new RegExp(`^${definition.name}: .+[;,(] ?.+`));
      if (vendor.key !== '') expect(error.message).not.toContain(vendor.key);
      return error;
    };
    /** Through the collector into a real store. */
    const collect = async (limit = 100) => {
      const market = openMarketStore();
      await market.putInstruments(
        [
          ['AAPL', 'Apple Inc.'],
          ['IBM', 'International Business Machines'],
        ].map(([symbol = '', name = '']) => ({
          symbol,
          name,
          assetClass: 'equity' as const,
          currency: 'USD',
          pricePrecision: 2,
          venue: 'NYSE',
          timeZone: 'America/New_York',
          source: 'test',
          isTradable: true,
        })),
      );
      const { provider } = open();
      const news: NewsDirectory = {
        newsIds: () => [provider.id],
        readyNewsIds: () => [provider.id],
        openNews: () => provider,
      };
      const look = () => downloadNews({ symbol: 'AAPL', limit }, { market, news, now: NOW });
      return { market, look };
    };

    it('gives each story with its time, title, address and the row it came from', async () => {
      answer(() => vendor.stories(STORIES));
      const { rows, problems } = await open().provider.headlines(request);
      expect(problems).toEqual([]);
      expect(rows.map(({ time }) => new Date(time).toISOString())).toEqual(STORIES.map(({ time }) => time));
      expect(rows.every(({ raw }) => raw.length > 10)).toBe(true);
      const { market, look } = await collect();
      answer(() => vendor.stories(STORIES));
      const report = await look();
      expect(report).toMatchObject({ rowsRead: 3, rowsStored: 3, rowsDuplicate: 0, rowsQuarantined: 0 });
      const stored = await market.newestHeadlines({ limit: 10 });
      expect(stored.map(({ title }) => title)).toEqual(STORIES.map(({ title }) => title));
      expect(stored.map(({ receivedTime }) => receivedTime)).toEqual([NOW, NOW, NOW]);
      expect(stored.every(({ url }) => url?.startsWith('https://'))).toBe(true);
      expect(stored[0]?.symbols).toContain('AAPL');
      expect(stored[1]?.symbols).toContain('IBM');
    });

    it('sends its key when it has one, never in the address', async () => {
      answer(() => vendor.stories(STORIES));
      await open().provider.headlines(request);
      const { url, headers } = asked().at(-1)!;
      expect(headers['user-agent']).toBe('Octopus test');
      const sent = Object.values(headers).join(' ');
      const token = definition.id === 'reddit' ? 'token-of-a-day' : vendor.key;
      if (token !== '') expect(sent).toContain(token);
      expect(url.href).not.toContain(token === '' ? 'no key' : token);
      expect(definition.capabilities.access === 'keyed').toBe(vendor.key !== '');
    });

    it('an empty answer is no news, or a page that has changed', async () => {
      answer(() => vendor.stories([]));
      const { provider } = open();
      if (vendor.canBeEmpty) expect((await provider.headlines(request)).rows).toEqual([]);
      else expect(await refusal(provider)).toMatchObject({ kind: 'malformed' });
    });

    it('the same stories again add nothing; nor does one title at two addresses', async () => {
      const { market, look } = await collect();
      answer(() => vendor.stories([...STORIES, ...STORIES]));
      expect(await look()).toMatchObject({ rowsRead: 6, rowsStored: 3, rowsDuplicate: 3 });
      answer(() => vendor.stories(STORIES));
      expect(await look()).toMatchObject({ rowsRead: 3, rowsStored: 0, rowsDuplicate: 3 });
      const copy = {
        ...STORIES[0]!,
        id: 77,
        url: 'https://elsewhere.example/b/77',
        title: `${STORIES[0]!.title.toUpperCase()}!`,
      };
      answer(() => vendor.stories([copy, { ...copy, id: 78, url: 'https://elsewhere.example/b/78' }]));
      expect(await look()).toMatchObject({ rowsRead: 2, rowsStored: 0, rowsDuplicate: 2 });
      expect(await market.newestHeadlines({ limit: 10 })).toHaveLength(3);
    });

    it('a title that comes again after days is news again', async () => {
      const { look } = await collect();
      const again = {
        ...STORIES[0]!,
        id: 9,
        time: '2024-01-04T14:30:00.000Z',
        url: 'https://www.reddit.com/a/9',
      };
      answer(() => vendor.stories([STORIES[0]!, again]));
      expect(await look()).toMatchObject({ rowsStored: 2, rowsDuplicate: 0 });
    });

    it('a story of tomorrow goes to quarantine with its reason and its row', async () => {
      const { market, look } = await collect();
      answer(() => vendor.stories([{ ...STORIES[0]!, time: '2024-01-12T00:00:00.000Z' }, STORIES[1]!]));
      expect(await look()).toMatchObject({ rowsRead: 2, rowsStored: 1, rowsQuarantined: 1 });
      const { rows } = await market.quarantine(5);
      expect(rows[0]?.reason).toBe('row 1: 2024-01-12T00:00:00.000Z is in the future');
      expect(rows[0]?.raw).toContain('deal on chips');
    });

    it('keeps the newest when there are more than wanted', async () => {
      const { market, look } = await collect(2);
      answer(() => vendor.stories(STORIES));
      expect(await look()).toMatchObject({ rowsRead: 3, rowsStored: 2, rowsOutside: 1 });
      expect((await market.newestHeadlines({ limit: 9 })).map(({ title }) => title)).toEqual(
        STORIES.slice(0, 2).map(({ title }) => title),
      );
    });

    it.each([401, 403])('a %i is a matter of the key, which no message or log shows', async (status) => {
      answer(() => ({ status, body: { error: `Invalid key ${vendor.key}` } }));
      const { provider, log } = open();
      expect(await refusal(provider)).toMatchObject({ kind: 'unauthorised' });
      if (vendor.key !== '') expect(log.lines.join()).not.toContain(vendor.key);
      expect(asked()).toHaveLength(1);
    });

    it('waits as long as a 429 asks when that is short, and no hour', async () => {
      answer((nth) =>
        nth === 1 ? { status: 429, body: {}, headers: { 'retry-after': '2' } } : vendor.stories(STORIES),
      );
      const { provider, clock } = open();
      expect((await provider.headlines(request)).rows).toHaveLength(3);
      expect(clock.slept()).toBe(2_000);
      answer(() => ({ status: 429, body: {}, headers: { 'retry-after': '3600' } }));
      expect(await refusal(open().provider)).toMatchObject({
        kind: 'rate-limited',
        retryAfterMs: 3_600_000,
      });
    });

    it('asks again after a 500, and gives up on a source that stays in trouble', async () => {
      answer((nth) => (nth === 1 ? { status: 500, body: {} } : vendor.stories(STORIES)));
      expect((await open().provider.headlines(request)).rows).toHaveLength(3);
      answer(() => ({ status: 503, body: {} }));
      expect(await refusal(open().provider)).toMatchObject({ kind: 'unavailable' });
      expect(asked()).toHaveLength(4);
    });

    it('takes half an answer for none', async () => {
      // Half a page cannot be told from a whole one: its end may be left out.
      if (definition.id === 'web-page') return;
      answer(() => {
        const { text, body, type } = vendor.stories(STORIES);
        return { text: (text ?? JSON.stringify(body)).slice(0, -20), type: type ?? 'application/json' };
      });
      expect(await refusal(open().provider)).toMatchObject({ kind: 'malformed' });
    });

    it('refuses a web page that comes instead', async () => {
      answer(() => ({
        text: '<!DOCTYPE html><html><body><h1>Before you continue</h1></body></html>',
        type: 'text/html',
      }));
      expect(await refusal(open().provider)).toMatchObject({ kind: 'malformed' });
    });

    it.each([{ hello: 1 }, 'hello', null])('refuses an answer of another shape: %j', async (body) => {
      answer(() => ({ body }));
      expect(await refusal(open().provider)).toMatchObject({ kind: 'malformed' });
    });

    it('does not wait for ever, and ends at once when aborted', async () => {
      answer(() => ({ isSilent: true }));
      expect(await refusal(open({ timeoutMs: 40 }).provider)).toMatchObject({ kind: 'unavailable' });
      const abort = new AbortController();
      answer(() => {
        abort.abort(new Error('changed my mind'));
        return { isSilent: true };
      });
      await expect(open().provider.headlines({ ...request, signal: abort.signal })).rejects.toThrow(
        'changed my mind',
      );
    });

    it('can be asked whether it is well', async () => {
      answer(() => vendor.stories(STORIES));
      await expect(open().provider.check()).resolves.toBeUndefined();
      answer(() => ({ body: 'hello' }));
      await expect(open().provider.check()).rejects.toMatchObject({ kind: 'malformed' });
    });

    it('sends nothing while there is nothing to ask', async () => {
      if (definition.isEnabled === undefined) return;
      answer(() => vendor.stories(STORIES));
      const off = {
        newsFeeds: [],
        webPages: vendor.settings.webPages.map((one) => ({ ...one, isEnabled: false })),
      };
      const { provider } = open({ settings: off });
      expect(definition.isEnabled(off)).toBe(false);
      await expect(provider.headlines(request)).rejects.toMatchObject({ kind: 'unsupported' });
      await expect(provider.check()).rejects.toMatchObject({ kind: 'unsupported' });
      expect(server.requests).toHaveLength(0);
    });
  });
}
