import { expect, it } from 'vitest';
import { yahooFinance } from '#adapters/providers/yahoo-finance/yahoo-finance';
import { openVendor } from '#test/support/vendors/open-vendor';
import { DAYS } from '#test/support/vendors/vendor';
import { yahooVendor } from '#test/support/vendors/vendors';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const { server, provider, request } = openVendor(yahooFinance, NOW);

function chartOf(times: readonly string[], zone: string, more: Record<string, unknown> = {}) {
  const ones = times.map(() => 1);
  return {
    body: {
      chart: {
        result: [
          {
            meta: { exchangeTimezoneName: zone, instrumentType: 'INDEX', currency: 'JPY', ...more },
            timestamp: times.map((time) => Date.parse(time) / 1_000),
            indicators: { quote: [{ open: ones, high: ones, low: ones, close: ones, volume: ones }] },
          },
        ],
        error: null,
      },
    },
  };
}
const datesOf = (rows: readonly { time: number }[]) => rows.map(({ time }) => new Date(time).toISOString());

it('labels a day by the date of its exchange, on either side of Greenwich', async () => {
  server().answer(() => chartOf(['2024-01-05T00:00:00Z', '2024-01-09T05:59:00Z'], 'Asia/Tokyo'));
  const tokyo = await provider().bars(request('^N225', '2024-01-01', '2024-01-10'));
  expect(datesOf(tokyo.rows)).toEqual(['2024-01-05T00:00:00.000Z', '2024-01-09T00:00:00.000Z']);
  expect(tokyo.facts).toMatchObject({ assetClass: 'index', isTradable: false, currency: 'JPY' });
  server().answer(() => chartOf(['2024-01-04T23:00:00Z'], 'Australia/Sydney'));
  const sydney = await provider().bars(request('^AXJO', '2024-01-01', '2024-01-10'));
  expect(datesOf(sydney.rows)).toEqual(['2024-01-05T00:00:00.000Z']);
});

it('keeps the instant of bars within a day', async () => {
  server().answer(() => chartOf(['2024-01-05T14:30:00Z'], 'America/New_York'));
  const { rows } = await provider().bars(request('AAPL', '2024-01-05', '2024-01-06', { timeframe: '5m' }));
  expect(datesOf(rows)).toEqual(['2024-01-05T14:30:00.000Z']);
});

it('takes the price of the moment, or of the close, for no bar', async () => {
  const times = ['2024-01-05T20:55:00Z', '2024-01-05T21:00:00Z', '2024-01-05T20:57:31Z'];
  const currentTradingPeriod = { regular: { end: Date.parse('2024-01-05T21:00:00Z') / 1_000 } };
  server().answer(() => chartOf(times, 'America/New_York', { currentTradingPeriod }));
  const { rows } = await provider().bars(request('AAPL', '2024-01-05', '2024-01-06', { timeframe: '5m' }));
  expect(datesOf(rows)).toEqual(['2024-01-05T20:55:00.000Z']);
});

it('asks for minutes a week at a time and for days at once, a day wider than asked', async () => {
  server().answer(() => chartOf([], 'America/New_York'));
  await provider().bars(request('AAPL', '2023-12-20', '2024-01-10', { timeframe: '1m' }));
  const periods = server().requests.map(({ url }) => [
    Number(url.searchParams.get('period1')),
    Number(url.searchParams.get('period2')),
  ]);
  expect(periods).toHaveLength(3);
  expect(periods[1]![0]).toBe(periods[0]![1]);
  server().answer(() => chartOf([], 'America/New_York'));
  await provider().bars(request('AAPL', '1962-01-02', '2024-01-10'));
  expect(server().requests.map(({ url }) => url.searchParams.get('period1'))).toEqual([
    String(Date.parse('1962-01-01') / 1_000),
  ]);
});

it.each([
  ['BRK.B', 'BRK-B'],
  ['vod.l', 'VOD.L'],
  ['^gspc', '%5EGSPC'],
  ['EURUSD=X', 'EURUSD%3DX'],
])('%s is asked for as %s', async (symbol, path) => {
  server().answer((url) => yahooVendor.days(DAYS, url));
  await provider().bars(request(symbol, '2024-01-01', '2024-01-10'));
  expect(server().requests[0]?.url.pathname).toBe(`/v8/finance/chart/${path}`);
});

it('passes on why a range is refused', async () => {
  const description = '1m data not available. The requested range must be within the last 30 days.';
  server().answer(() => ({
    status: 422,
    body: { chart: { result: null, error: { code: 'Unprocessable Entity', description } } },
  }));
  await expect(provider().bars(request('AAPL', '2024-01-01', '2024-01-10'))).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining(description),
  });
});

it('a zone nobody knows does not lose the bars', async () => {
  server().answer(() => chartOf(['2024-01-05T14:30:00Z'], 'Mars/Olympus'));
  const { rows } = await provider().bars(request('AAPL', '2024-01-01', '2024-01-10'));
  expect(datesOf(rows)).toEqual(['2024-01-05T00:00:00.000Z']);
});

it('finds symbols by name', async () => {
  server().answer(() => ({
    body: {
      quotes: [
        { symbol: 'AAPL', longname: 'Apple Inc.', quoteType: 'EQUITY' },
        { symbol: 'AAPL240119C00185000', shortname: 'AAPL call', quoteType: 'OPTION' },
        { symbol: 'BTC-USD', shortname: 'Bitcoin USD', quoteType: 'CRYPTOCURRENCY' },
      ],
    },
  }));
  expect(await provider().search?.('apple')).toEqual([
    { symbol: 'AAPL', name: 'Apple Inc.', dataType: 'equity' },
    { symbol: 'BTC-USD', name: 'Bitcoin USD', dataType: 'crypto' },
  ]);
});
