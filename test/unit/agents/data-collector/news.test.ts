import { describe, expect, it } from 'vitest';
import { downloadNews } from '#agents/data-collector/news/download-news';
import { plainText } from '#agents/data-collector/news/plain-text';
import { readNewsRow } from '#agents/data-collector/news/read-news-row';
import { canonicalAddress, titleKey } from '#agents/data-collector/news/same-headline';
import { createSymbolTagger } from '#agents/data-collector/news/symbol-tagger';
import type { Instrument } from '#domain/instruments/instrument';
import type { NewsDirectory, NewsProvider, NewsRow } from '#engine/ports/news-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { openMarketStore } from '#test/support/market-store';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const row = (more: Partial<NewsRow> = {}): NewsRow => ({
  id: undefined,
  time: NOW - 1_000,
  timeText: 'a moment ago',
  title: 'A title of five words',
  url: undefined,
  summary: undefined,
  source: 'Wire',
  symbols: [],
  raw: '{}',
  ...more,
});
const instrument = (symbol: string, name: string): Instrument => ({
  symbol,
  name,
  assetClass: 'equity',
  currency: 'USD',
  pricePrecision: 2,
  venue: 'NYSE',
  timeZone: 'UTC',
  source: 'test',
  isTradable: true,
});

describe('what a headline speaks of', () => {
  const tag = createSymbolTagger([
    instrument('AAPL', 'Apple Inc.'),
    instrument('T', 'AT&T Inc.'),
    instrument('ALL', 'Allstate Corp'),
    instrument('BRK.B', 'Berkshire Hathaway Inc. Class B'),
    instrument('F', 'Ford Motor Co'),
    instrument('VOD.L', 'Vodafone Group plc'),
    instrument('IBM', 'IBM'),
  ]);
  it.each([
    ['$aapl and $T. rise', ['AAPL', 'T']],
    ['Profit of Apple’s rivals falls', ['AAPL']],
    ['Apple', ['AAPL']],
    ['Pineapple and applesauce; Applebee opens', []],
    ['Ford (NYSE: F) recalls cars', ['F']],
    ['An F grade for ALL of them', []],
    ['Allstate pays', ['ALL']],
    ['AT&T cuts its debt', ['T']],
    ['Berkshire Hathaway (BRK.B) buys more', ['BRK.B']],
    ['Vodafone: a dividend', ['VOD.L']],
    ['IBM buys', ['IBM']],
    ['STOCKS THAT MOVE: IBM', []],
    ['costs $5 and US$T', []],
    ['', []],
  ])('%j: %j', (text, symbols) => {
    expect(tag(text)).toEqual(symbols);
  });
});

describe('text of a headline', () => {
  it.each([
    ['<b>Profit</b> &amp; loss&nbsp;&#8211; a\n\tview', 'Profit & loss – a view'],
    ['2 < 3 and 5 > 4', '2 < 3 and 5 > 4'],
    ['<script>alert("x")</script>Fine', 'Fine'],
    ['&unknown; &#xD800; &#1114112; stay', '&unknown; &#xD800; &#1114112; stay'],
    ['zero\u200bwidth\u0007', 'zero width'],
  ])('%j', (text, expected) => {
    expect(plainText(text, 100)).toBe(expected);
  });
  it('is cut where it is too long', () => {
    expect(plainText('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe('two finds of one article', () => {
  it.each([
    ['https://a.example/x?id=1&utm_source=z#top', 'https://a.example/x?id=1'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['/relative', undefined],
    [5, undefined],
    ['https://user:secret@a.example/', 'https://a.example/'],
  ])('%j is %j', (text, expected) => {
    expect(canonicalAddress(text)).toBe(expected);
  });
  it('bear the same words, whatever the signs and the publisher behind', () => {
    expect(titleKey('Café chain’s profits RISE! - Wire', 'Wire')).toBe(
      titleKey('Cafe chain’s profits rise', 'Other'),
    );
    expect(titleKey('Market wrap', 'Wire')).toBeNull();
  });
});

describe('a row', () => {
  const read = (more: Partial<NewsRow>) =>
    readNewsRow(row(more), { provider: 'rss', now: NOW, symbolsOf: () => [] });
  it.each([
    [{ title: undefined }, 'is no title'],
    [{ title: '—' }, 'is no title'],
    [{ time: Number.NaN, timeText: 'Tuesdayish 5' }, '"Tuesdayish 5" is no date'],
    [{ time: NOW + 3_600_000 }, 'is in the future'],
    [{ time: 8.64e15 * 2 }, 'is in the future'],
    [{ time: 0, timeText: '1970' }, 'before 1980'],
  ])('%j is set aside', (more, reason) => {
    expect(read(more)).toMatchObject({ reason: expect.stringContaining(reason) as string });
  });
  it('without a time counts from when it came; a clock a little ahead is set back', () => {
    expect(read({ time: Number.NaN, timeText: '' })).toMatchObject({ headline: { time: NOW } });
    expect(read({ time: NOW + 60_000 })).toMatchObject({ headline: { time: NOW } });
    expect(read({ time: NOW + 40_000_000, timeText: '2024-01-10' })).toMatchObject({
      headline: { time: NOW },
    });
  });
});

describe('looking for news', () => {
  const source = (id: string, headlines: NewsProvider['headlines'], byWords = false): NewsProvider => ({
    id,
    name: id.toUpperCase(),
    capabilities: { bySymbol: false, byWords, daysBack: null, access: 'free', budget: [], note: '' },
    headlines,
    check: () => Promise.resolve(),
  });
  const directory = (...providers: NewsProvider[]): NewsDirectory => ({
    newsIds: () => providers.map(({ id }) => id),
    readyNewsIds: () => providers.map(({ id }) => id),
    openNews: (id) => providers.find((one) => one.id === id) ?? expect.unreachable(id),
  });
  const fails = source('bad', () => {
    throw new ProviderError('unavailable', 'BAD', 'it is away; retry later');
  });
  const works = source('good', () => Promise.resolve({ rows: [row()], problems: ['one feed: gone'] }));

  it('goes on past a source that fails, and tells of it', async () => {
    const market = openMarketStore();
    const report = await downloadNews({ limit: 10 }, { market, news: directory(fails, works), now: NOW });
    expect(report).toMatchObject({ rowsRead: 1, rowsStored: 1 });
    expect(report.providers).toMatchObject([
      { provider: 'bad', error: 'BAD: it is away; retry later' },
      { provider: 'good', error: null, problems: ['one feed: gone'] },
    ]);
  });

  it('fails when all do, with each one’s sentence', async () => {
    const market = openMarketStore();
    const news = directory(fails, { ...fails, id: 'worse' });
    await expect(downloadNews({ limit: 10 }, { market, news, now: NOW })).rejects.toThrow(
      'no source gave news: BAD: it is away; retry later; BAD: it is away; retry later',
    );
  });

  it('does not ask a search for news of everything', async () => {
    const search = source('search', () => expect.unreachable(), true);
    const market = openMarketStore();
    const report = await downloadNews({ limit: 10 }, { market, news: directory(search, works), now: NOW });
    expect(report.providers.map(({ provider }) => provider)).toEqual(['good']);
  });

  it('every row is stored, a repeat, set aside or outside what was asked', async () => {
    const many = source('many', () =>
      Promise.resolve({
        rows: [
          row({ id: 1 }),
          row({ id: 1 }),
          row({ id: 2, title: '' }),
          row({ id: 3, time: NOW - 9 * 86_400_000, title: 'An older title of six words' }),
        ],
        problems: [],
      }),
    );
    const market = openMarketStore();
    const request = { from: NOW - 86_400_000, limit: 10 };
    const report = await downloadNews(request, { market, news: directory(many), now: NOW });
    expect(report).toMatchObject({
      rowsRead: 4,
      rowsStored: 1,
      rowsDuplicate: 1,
      rowsQuarantined: 1,
      rowsOutside: 1,
    });
  });
});
