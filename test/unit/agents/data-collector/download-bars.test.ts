import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { createMarketStore } from '#adapters/stores/sqlite/market-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { downloadBars } from '#agents/data-collector/download-bars';
import { readProviderRows } from '#agents/data-collector/read-provider-rows';
import { OctopusError } from '#contract/errors';
import type { DownloadRequest } from '#contract/services/market-data';
import type { ProviderDirectory, ProviderRow } from '#engine/ports/data-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { quietLog } from '#test/support/quiet-log';
import { temporaryFolder } from '#test/support/temporary-folder';
import { startVendorServer, type VendorAnswer, type VendorServer } from '#test/support/vendor-server';
import { DAYS, dayTime } from '#test/support/vendors/vendor';
import { alphaVantageVendor, fredVendor, yahooVendor } from '#test/support/vendors/vendors';
import { waitingClock } from '#test/support/waiting-clock';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const VENDORS = [yahooVendor, alphaVantageVendor, fredVendor];
const servers = new Map<string, VendorServer>();

beforeAll(async () => {
  for (const { definition } of VENDORS) servers.set(definition.id, await startVendorServer());
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

const yahoo = () => servers.get('yahoo-finance')!;
const alpha = () => servers.get('alpha-vantage')!;
const busy: VendorAnswer = { status: 429, body: {}, headers: { 'retry-after': '900' } };

function desk(): ProviderDirectory {
  const clock = waitingClock(NOW);
  return {
    ids: () => [...VENDORS.map(({ definition }) => definition.id), 'finnhub'],
    open(id) {
      const definition = VENDORS.find((vendor) => vendor.definition.id === id)?.definition;
      if (id === 'finnhub') throw new ProviderError('unauthorised', 'Finnhub', 'it needs a key; get one');
      if (!definition) throw new OctopusError('BAD_REQUEST', `unknown provider "${id}"`);
      const http = createFetchClient({
        provider: definition.name,
        baseUrl: servers.get(id)!.url,
        clock,
        log: quietLog(),
        random: () => 0,
        userAgent: 'test',
      });
      return definition.create({ http, key: 'test-key', now: () => NOW });
    },
  };
}

function create() {
  const market = createMarketStore(openDatabase(marketDatabase, temporaryFolder(), NOW));
  const asked: string[] = [];
  const download = (request: Partial<DownloadRequest>, signal?: AbortSignal) =>
    downloadBars(
      { symbol: 'AAPL', timeframe: '1d', ...request },
      {
        market,
        providers: desk(),
        now: NOW,
        ...(signal ? { signal } : {}),
        onFallback: (provider) => asked.push(provider),
      },
    );
  return { market, asked, download };
}

describe('a download', () => {
  it('stores what the provider has and learns of the instrument', async () => {
    const { market, download } = create();
    yahoo().answer((url) => yahooVendor.days(DAYS, url));
    expect(await download({ providers: ['yahoo-finance'] })).toEqual({
      symbol: 'AAPL',
      timeframe: '1d',
      source: 'Yahoo Finance AAPL',
      rowsRead: 5,
      rowsStored: 5,
      rowsDuplicate: 0,
      rowsQuarantined: 0,
      provider: 'yahoo-finance',
      fallbacksTried: [],
      corporateActions: 2,
      rowsUnfinished: 0,
      adjustment: 'splits',
      splits: [{ time: dayTime('2024-01-02'), numerator: 4, denominator: 1 }],
      dividends: [{ time: dayTime('2024-01-03'), amount: 0.24 }],
    });
    expect(Array.from((await market.readBars('AAPL', '1d')).close)).toEqual(DAYS.map(({ close }) => close));
    expect(await market.instruments()).toEqual([
      {
        symbol: 'AAPL',
        name: 'Apple Inc.',
        assetClass: 'equity',
        currency: 'USD',
        pricePrecision: 2,
        venue: 'NasdaqGS',
        timeZone: 'America/New_York',
        source: 'downloaded from Yahoo Finance, unofficially; prices adjusted for splits',
        isTradable: true,
      },
    ]);
    expect(await download({ providers: ['yahoo-finance'] })).toMatchObject({
      rowsStored: 0,
      rowsDuplicate: 5,
    });
  });

  it('keeps splits and dividends beside the bars, marked as being in prices or not', async () => {
    const { market, download } = create();
    yahoo().answer((url) => yahooVendor.days(DAYS, url));
    expect(await download({})).toMatchObject({ corporateActions: 2 });
    expect(await market.corporateActions('AAPL')).toEqual([
      { kind: 'split', time: dayTime('2024-01-02'), value: 4, isInPrices: true },
      { kind: 'dividend', time: dayTime('2024-01-03'), value: 0.24, isInPrices: false },
    ]);
  });

  it('does not put prices of another scale beside stored ones, but replaces all of them', async () => {
    const { market, download } = create();
    yahoo().answer((url) => yahooVendor.days(DAYS, url));
    await download({});
    const raw = DAYS.map(({ date, open, high, low, close, volume }) => ({
      date,
      open: open * 4,
      high: high * 4,
      low: low * 4,
      close: close * 4,
      volume: volume / 4,
    }));
    alpha().answer((url) => alphaVantageVendor.days(raw.slice(2), url));
    await expect(download({ providers: ['alpha-vantage'] })).rejects.toThrow(
      'AAPL: stored closes are 0.25 times those of Alpha Vantage, as after a split that one of them holds; download the whole series again, or store it under another symbol',
    );
    expect((await market.readBars('AAPL', '1d')).close[4]).toBe(185.56);
    alpha().answer((url) => alphaVantageVendor.days(raw, url));
    expect(await download({ providers: ['alpha-vantage'] })).toMatchObject({ rowsStored: 5 });
    expect((await market.readBars('AAPL', '1d')).close[4]).toBe(742.24);
  });

  it('goes on to the next provider when one is busy, and names both', async () => {
    const { asked, download } = create();
    yahoo().answer(() => busy);
    alpha().answer((url) => alphaVantageVendor.days(DAYS, url));
    const report = await download({});
    expect(report).toMatchObject({ provider: 'alpha-vantage', rowsStored: 5, source: 'Alpha Vantage AAPL' });
    expect(report.fallbacksTried).toEqual([
      {
        provider: 'yahoo-finance',
        error:
          'Yahoo Finance: it takes no more requests for now; retry in 15 minutes, or use another provider',
      },
    ]);
    expect(asked).toEqual(['yahoo-finance']);
  });

  it('goes on when a provider has nothing, and is content with nothing when all have', async () => {
    const { download } = create();
    yahoo().answer((url) => yahooVendor.days([], url));
    alpha().answer((url) => alphaVantageVendor.days(DAYS, url));
    expect(await download({})).toMatchObject({ provider: 'alpha-vantage', rowsStored: 5 });
    alpha().answer((url) => alphaVantageVendor.days([], url));
    expect(await download({})).toMatchObject({
      provider: 'yahoo-finance',
      rowsRead: 0,
      fallbacksTried: [{ provider: 'alpha-vantage' }, { provider: 'finnhub' }],
    });
  });

  it('tells why each provider failed when all did, and stores nothing', async () => {
    const { market, download } = create();
    yahoo().answer(() => yahooVendor.unknownSymbol);
    alpha().answer(() => alphaVantageVendor.unknownSymbol);
    await expect(download({ symbol: 'AAPLL' })).rejects.toThrow(
      /^no provider gave 1d bars of AAPLL: Yahoo Finance: it knows no symbol AAPLL.*; Alpha Vantage: it knows no symbol AAPLL.*; Finnhub: it needs a key/,
    );
    expect(await market.series()).toEqual([]);
  });

  it('chooses providers by what is known of the symbol, or by what is said', async () => {
    const { market, download } = create();
    servers.get('fred')!.answer((url) => fredVendor.days(DAYS, url));
    expect(await download({ symbol: 'DGS10', dataType: 'economic' })).toMatchObject({ provider: 'fred' });
    expect((await market.instruments())[0]).toMatchObject({ assetClass: 'index', isTradable: false });
  });

  it('stores under another symbol when asked', async () => {
    const { market, download } = create();
    yahoo().answer((url) => yahooVendor.days(DAYS, url));
    await download({ storeAs: 'APPLE' });
    expect((await market.series()).map(({ symbol }) => symbol)).toEqual(['APPLE']);
    expect(yahoo().requests[0]?.url.pathname).toBe('/v8/finance/chart/AAPL');
  });

  it('sets bad rows aside with the words of the vendor', async () => {
    const { market, download } = create();
    yahoo().answer((url) => {
      const [first, second, ...rest] = DAYS;
      return yahooVendor.days([first!, { ...second!, high: 1 }, ...rest], url);
    });
    expect(await download({})).toMatchObject({ rowsRead: 5, rowsStored: 4, rowsQuarantined: 1 });
    expect((await market.quarantine(9)).rows).toMatchObject([
      {
        symbol: 'AAPL',
        source: 'Yahoo Finance AAPL',
        line: 2,
        reason: 'high 1 is below low 183.43',
        raw: '[1704292200,184.22,1,183.43,184.25,58414500]',
      },
    ]);
  });

  it('stores nothing of a download that was cancelled while it ran', async () => {
    const { market, download } = create();
    const abort = new AbortController();
    yahoo().answer((url) => {
      abort.abort(new Error('cancelled'));
      return yahooVendor.days(DAYS, url);
    });
    await expect(download({}, abort.signal)).rejects.toThrow('cancelled');
    expect(await market.series()).toEqual([]);
  });

  it('values of a past date stand apart, and come only from who keeps them', async () => {
    const { market, download } = create();
    const asOf = dayTime('2024-01-09');
    await expect(download({ symbol: 'DGS10', dataType: 'economic', asOf })).rejects.toThrow(
      'would stand among the newest of DGS10',
    );
    await expect(download({ providers: ['yahoo-finance'], storeAs: 'OLD', asOf })).rejects.toThrow(
      'Yahoo Finance: it keeps no past vintages',
    );
    servers.get('fred')!.answer((url) => fredVendor.days(DAYS, url));
    await download({ symbol: 'DGS10', dataType: 'economic', storeAs: 'DGS10-THEN', asOf });
    expect((await market.series()).map(({ symbol }) => symbol)).toEqual(['DGS10-THEN']);
    expect(servers.get('fred')!.requests[1]?.url.searchParams.get('realtime_end')).toBe('2024-01-09');
  });

  it('refuses what cannot be asked', async () => {
    const { download } = create();
    await expect(download({ providers: ['yahu'] })).rejects.toThrow('unknown provider "yahu"');
    await expect(download({ from: NOW + 1 })).rejects.toThrow('the range is empty');
    await expect(download({ providers: ['fred'], timeframe: '1m' })).rejects.toThrow(
      'FRED: it has no 1m bars; ask for 1d',
    );
    await expect(
      download({ providers: ['yahoo-finance'], timeframe: '1m', from: 0, to: dayTime('2023-01-01') }),
    ).rejects.toThrow('Yahoo Finance: it keeps 1m bars for 29 days');
  });
});

describe('rows of a provider', () => {
  const row = (date: string, more: Partial<ProviderRow> = {}): ProviderRow => ({
    time: Date.parse(date),
    open: 1,
    high: 2,
    low: 1,
    close: 2,
    volume: 3,
    raw: `raw ${date}`,
    ...more,
  });
  const read = (rows: ProviderRow[], now = NOW) =>
    readProviderRows(rows, { source: 'x', timeframe: '1d', from: 0, to: now, now });

  it('a day that has not ended is left for the next download', () => {
    const rows = [row('2024-01-08'), row('2024-01-09'), row('2024-01-10')];
    expect(read(rows)).toMatchObject({ rowsRead: 2, rowsUnfinished: 1 });
    expect(read(rows, dayTime('2024-01-11'))).toMatchObject({ rowsRead: 3, rowsUnfinished: 0 });
  });

  it('what a value is not is said, and its raw text kept', () => {
    const file = read([
      row('2024-01-02', { open: null }),
      row('2024-01-03', { close: '1,5"x' }),
      row('2024-01-04', { high: Number.NaN }),
      row('no date'),
      row('2024-01-05', { volume: undefined }),
      row('2024-01-08', { low: { toString: () => '1' } }),
    ]);
    expect(file.bars.length).toBe(1);
    expect(file.quarantined).toEqual([
      { line: 1, reason: 'open is missing', raw: 'raw 2024-01-02' },
      { line: 2, reason: 'close "1,5"x" is not a number', raw: 'raw 2024-01-03' },
      { line: 3, reason: 'high "NaN" is not a number', raw: 'raw 2024-01-04' },
      { line: 4, reason: '"" is not a date or time that can be read', raw: 'raw no date' },
      { line: 5, reason: 'volume is missing', raw: 'raw 2024-01-05' },
    ]);
  });

  it('of two rows for one day the first stays, the other is told of', () => {
    const file = read([
      row('2024-01-03'),
      row('2024-01-02'),
      row('2024-01-02'),
      row('2024-01-02', { high: 3 }),
    ]);
    expect(file).toMatchObject({ rowsRead: 4, rowsDuplicate: 1 });
    expect(file.quarantined).toEqual([
      { line: 4, reason: 'row 2 gives other values for 2024-01-02', raw: 'raw 2024-01-02' },
    ]);
  });

  it('days before 1970 are days', () => {
    const file = readProviderRows([row('1962-01-02')], {
      source: 'x',
      timeframe: '1d',
      from: dayTime('1960-01-01'),
      to: NOW,
      now: NOW,
    });
    expect(file.bars.time[0]).toBe(dayTime('1962-01-02'));
  });
});
