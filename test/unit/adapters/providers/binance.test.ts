import { expect, it } from 'vitest';
import { binance } from '#adapters/providers/binance/binance';
import { openVendor } from '#test/support/vendors/open-vendor';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const MINUTE = 60_000;
const { server, provider, asked, request } = openVendor(binance, NOW);

/** A vendor that has every minute and gives as many as its limit says. */
const everyMinute = (url: URL) => {
  const number = (name: string) => Number(url.searchParams.get(name));
  const count = Math.min(number('limit'), Math.floor((number('endTime') - number('startTime')) / MINUTE) + 1);
  return {
    body: Array.from({ length: count }, (_, i) => {
      const time = number('startTime') + i * MINUTE;
      return [time, '1', '2', '1', '2', '3', time + MINUTE - 1, '0', 1, '0', '0', '0'];
    }),
  };
};

it('goes on page by page until the range is whole, with no minute twice', async () => {
  server().answer(everyMinute);
  const fractions: number[] = [];
  const { rows } = await provider().bars(
    request('btc/usdt', '2024-01-05T00:00Z', '2024-01-06T16:40Z', {
      timeframe: '1m',
      onProgress: (part) => fractions.push(part),
    }),
  );
  expect(rows).toHaveLength(2_440);
  expect(new Set(rows.map(({ time }) => time)).size).toBe(2_440);
  expect(asked().map(({ symbol, interval }) => `${symbol} ${interval}`)).toEqual(
    Array.from({ length: 3 }, () => 'BTCUSDT 1m'),
  );
  expect(fractions).toEqual([1_000 / 2_440, 2_000 / 2_440]);
});

it('does not ask for the same page for ever', async () => {
  const page = { body: everyMinute(new URL('http://x/?limit=1000&startTime=0&endTime=1e9')).body };
  server().answer(() => page);
  await provider().bars(request('BTCUSDT', '2024-01-05', '2024-01-06', { timeframe: '1m' }));
  expect(server().requests).toHaveLength(1);
});

it('a ban for too many requests is a matter of time', async () => {
  server().answer(() => ({
    status: 418,
    body: { code: -1003, msg: 'Way too many requests' },
    headers: { 'retry-after': '600' },
  }));
  await expect(provider().bars(request('BTCUSDT', '2024-01-05', '2024-01-06'))).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfterMs: 600_000,
  });
});

it('says so where it does not serve', async () => {
  server().answer(() => ({
    status: 451,
    body: { code: 0, msg: 'Service unavailable from a restricted location' },
  }));
  await expect(provider().bars(request('BTCUSDT', '2024-01-05', '2024-01-06'))).rejects.toThrow(
    'Binance: it does not serve this place; use another provider',
  );
});

it.each([
  ['ETHBTC', 'BTC'],
  ['BTCFDUSD', 'FDUSD'],
  ['BTCUSDT', 'USDT'],
])('%s is quoted in %s', async (symbol, currency) => {
  server().answer(everyMinute);
  const { facts } = await provider().bars(request(symbol, '2024-01-05', '2024-01-06'));
  expect(facts).toMatchObject({ currency, assetClass: 'crypto', adjustment: 'none' });
});
