import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectEngine } from '#contract/rpc/connect-channel';
import { createMemoryChannelPair } from '#contract/rpc/memory-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import { newsReport } from '#contract/services/news';
import { createRouter } from '#runtime/services/create-router';
import { quietLog } from '#test/support/quiet-log';
import { openTestEngine } from '#test/support/test-engine';
import { startVendorServer } from '#test/support/vendor-server';
import { PAGE } from '#test/support/vendors/news-vendors';

const FEED = `<rss version="2.0"><channel><title>Wire</title>
<item><title>Profits of a company surge</title><link>https://wire.example/1</link><pubDate>Tue, 09 Jan 2024 14:30:00 GMT</pubDate></item>
</channel></rss>`;

async function open() {
  const server = await startVendorServer(() => ({ text: FEED, type: 'application/rss+xml' }));
  onTestFinished(() => server.close());
  const overrides = Object.fromEntries(
    ['rss', 'web-page', 'newsapi', 'finnhub'].map((id) => [id, { baseUrl: server.url }]),
  );
  const engine = await openTestEngine({ providerOverrides: overrides });
  const [near, far] = createMemoryChannelPair();
  serveChannel(createRouter(engine), far, { client: 'server' }, { log: quietLog() });
  onTestFinished(() => near.close());
  return { server, engine, api: connectEngine(near) };
}

describe('news of an engine', () => {
  it('is looked for, listed and searched over the wire', async () => {
    const { api, engine } = await open();
    const { id } = await api.marketData.downloadNews({ providers: ['rss'] });
    const { task, result } = await api.agents.taskResult({ id, waitMs: 10_000 });
    expect(task.summary).toBe('1 of 2 headlines are new');
    expect(newsReport.parse(result)).toMatchObject({ rowsRead: 2, rowsStored: 1, rowsDuplicate: 1 });
    const [listed] = await api.marketData.searchHeadlines({});
    expect(listed).toMatchObject({ title: 'Profits of a company surge', url: 'https://wire.example/1' });
    expect(listed?.receivedTime).toBeGreaterThan(listed?.time ?? 0);
    expect(await api.marketData.searchHeadlines({ words: 'surge' })).toEqual([listed]);
    expect(await api.marketData.searchHeadlines({ words: 'plunge' })).toEqual([]);
    expect(engine.providers.list().find((one) => one.id === 'rss')).toMatchObject({
      gives: ['headlines'],
      health: 'ok',
      isEnabled: true,
      timeframes: [],
    });
  });

  it('says what each provider gives', async () => {
    const { engine } = await open();
    const gives = Object.fromEntries(engine.providers.list().map((one) => [one.id, one.gives.join(' ')]));
    expect(gives).toMatchObject({
      finnhub: 'bars headlines fundamentals stream',
      'alpha-vantage': 'bars fundamentals',
      newsapi: 'headlines',
      'web-page': 'headlines',
    });
  });

  it('without a key says where to get one, and sends nothing', async () => {
    const { server, engine } = await open();
    for (const [id, form] of [
      ['newsapi', ''],
      ['x', 'a bearer token'],
      ['reddit', 'client id and secret joined by a colon'],
    ]) {
      vi.stubEnv(`OCTOPUS_${id?.toUpperCase()}_KEY`, '');
      const look = engine.collector.downloadNews({ words: 'oil', limit: 5, providers: [id!] });
      await expect(look).rejects.toThrow('it needs a key; get one at https://');
      await expect(
        engine.collector.downloadNews({ words: 'oil', limit: 5, providers: [id!] }),
      ).rejects.toThrow(form!);
    }
    vi.unstubAllEnvs();
    expect(server.requests).toHaveLength(0);
  });

  it('is not read off a page until a person switches it on', async () => {
    const { server, engine } = await open();
    engine.settings.update({ newsFeeds: [], webPages: [{ ...PAGE, isEnabled: false }] });
    const info = () => engine.providers.list().find((one) => one.id === 'web-page');
    expect(info()).toMatchObject({ isEnabled: false });
    await expect(engine.collector.downloadNews({ limit: 5, providers: ['web-page'] })).rejects.toThrow(
      'it is switched off',
    );
    await expect(engine.providers.openNews('web-page').check()).rejects.toThrow('it is switched off');
    expect(engine.providers.readyNewsIds()).not.toContain('web-page');
    expect(server.requests).toHaveLength(0);
    server.answer((url) =>
      url.pathname === '/robots.txt'
        ? { status: 404, body: {} }
        : {
            text: '<ul class="news"><li><h3><a href="/a">A first story of the day</a></h3></li><li><h3><a href="/b">Another story of the same day</a></h3></li></ul>',
            type: 'text/html',
          },
    );
    engine.settings.update({ webPages: [PAGE] });
    expect(info()).toMatchObject({ isEnabled: true });
    expect(await engine.collector.downloadNews({ limit: 5, providers: ['web-page'] })).toMatchObject({
      rowsRead: 2,
      rowsStored: 2,
    });
    expect(server.requests.map(({ url }) => url.pathname)).toEqual(['/robots.txt', '/latest']);
  });

  it('takes no address that is no web address', async () => {
    const { engine } = await open();
    for (const feed of ['file:///etc/passwd', 'nonsense', 'https://user:secret@feeds.example/'])
      expect(() => engine.settings.update({ newsFeeds: [feed] })).toThrow('setting newsFeeds.0');
  });
});
