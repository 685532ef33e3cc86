import { describe, expect, it } from 'vitest';
import { barsFromCandles } from '#adapters/providers/coingecko/bars-from-candles';
import { barsFromPrices } from '#adapters/providers/coingecko/bars-from-prices';
import { coingecko } from '#adapters/providers/coingecko/coingecko';
import { openVendor, VENDOR_KEY } from '#test/support/vendors/open-vendor';
import { DAYS, dayTime } from '#test/support/vendors/vendor';
import { coingeckoVendor } from '#test/support/vendors/vendors';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const HOUR = 3_600_000;
const { server, provider, asked, request } = openVendor(coingecko, NOW);

it('takes the largest coin of a ticker, and asks for its id once', async () => {
  server().answer((url) =>
    url.pathname.endsWith('/search')
      ? {
          body: {
            coins: [
              { id: 'batcat', name: 'batcat', symbol: 'BTC', market_cap_rank: null },
              { id: 'bitcoin', name: 'Bitcoin', symbol: 'BTC', market_cap_rank: 1 },
              { id: 'wrapped-bitcoin', name: 'Wrapped Bitcoin', symbol: 'WBTC', market_cap_rank: 16 },
            ],
          },
        }
      : coingeckoVendor.days(DAYS, url),
  );
  const one = provider();
  const { facts } = await one.bars(request('BTC-EUR', '2024-01-02', '2024-01-09'));
  expect(facts).toMatchObject({ currency: 'EUR', assetClass: 'crypto' });
  await one.bars(request('BTC', '2024-01-02', '2024-01-09'));
  expect(server().requests.map(({ url }) => url.pathname)).toEqual([
    '/api/v3/search',
    '/api/v3/coins/bitcoin/market_chart/range',
    '/api/v3/coins/bitcoin/market_chart/range',
  ]);
  expect(asked().map((query) => query['vs_currency'])).toEqual([undefined, 'eur', 'usd']);
  expect(server().requests.every(({ headers }) => headers['x-cg-demo-api-key'] === VENDOR_KEY)).toBe(true);
});

it('an id may hold hyphens; a slash parts its currency', async () => {
  server().answer((url) => coingeckoVendor.days(DAYS, url));
  await provider().bars(request('wrapped-bitcoin', '2024-01-02', '2024-01-09'));
  await provider().bars(request('avalanche-2/eur', '2024-01-02', '2024-01-09'));
  expect(server().requests.map(({ url }) => url.pathname.split('/')[4])).toEqual([
    'wrapped-bitcoin',
    'avalanche-2',
  ]);
});

it('says what a ticker that is none could be', async () => {
  server().answer(() => ({ body: { coins: [] } }));
  await expect(provider().bars(request('XXXX-USD', '2024-01-02', '2024-01-09'))).rejects.toThrow(
    'CoinGecko: it knows no symbol XXXX-USD; give a pair such as BTC-USD, or their coin id (bitcoin)',
  );
});

it('a year is asked for in stretches that come by the hour, of whole days', async () => {
  server().answer((url) => coingeckoVendor.days([], url));
  await provider().bars(request('bitcoin', '2023-01-12T09:00Z', '2024-01-10T12:00Z'));
  const ranges = asked().map(({ from, to }) => [Number(from), Number(to)] as const);
  expect(ranges.length).toBe(5);
  expect(ranges.every(([from, to]) => from % 86_400 === 0 && to - from < 90 * 86_400)).toBe(true);
  expect(ranges[0]![0]).toBe(Date.parse('2023-01-13') / 1_000);
  expect(ranges.every(([from], i) => i === 0 || from === ranges[i - 1]![1] + 1)).toBe(true);
});

it('hours come from candles of half an hour', async () => {
  const end = Date.parse('2024-01-10T10:00:00Z');
  server().answer(() => ({
    body: [
      [end - HOUR / 2, 10, 14, 9, 11],
      [end, 11, 12, 8, 9],
      [end + HOUR / 2, 9, 10, 9, 10],
    ],
  }));
  const { rows } = await provider().bars(
    request('bitcoin', '2024-01-10T00:00Z', '2024-01-10T12:00Z', { timeframe: '1h' }),
  );
  expect(rows).toMatchObject([{ time: end - HOUR, open: 10, high: 14, low: 8, close: 9, volume: 0 }]);
  expect(asked()).toEqual([{ vs_currency: 'usd', days: '1' }]);
});

describe('bars made of smaller pieces', () => {
  it('an hour with half of its candles is no hour', () => {
    expect(barsFromCandles([[HOUR, 1, 1, 1, 1]], HOUR)).toEqual([]);
    // The same candle twice is still half.
    const twice = [
      [HOUR, 1, 1, 1, 1],
      [HOUR, 1, 1, 1, 1],
    ];
    expect(barsFromCandles(twice, HOUR)).toEqual([]);
  });

  it('a day with a price that is no number is set aside as a whole', () => {
    const at = (hour: number) => dayTime('2024-01-02') + hour * HOUR;
    const [bar] = barsFromPrices(
      [
        [at(0), 10],
        [at(1), null],
        [at(2), 12],
      ],
      [],
    );
    expect(bar).toMatchObject({ open: 10, high: 12, low: 10, close: null, volume: 0 });
  });

  it('the order of prices does not matter', () => {
    const at = (hour: number) => dayTime('2024-01-02') + hour * HOUR;
    const prices = [
      [at(5), 11],
      [at(0), 10],
      [at(23), 12],
    ];
    expect(barsFromPrices(prices, [[at(23), 5]])).toMatchObject([
      { open: 10, high: 12, low: 10, close: 12, volume: 5 },
    ]);
  });
});
