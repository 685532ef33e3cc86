import { expect, it } from 'vitest';
import { finnhub } from '#adapters/providers/finnhub/finnhub';
import { openVendor, VENDOR_KEY } from '#test/support/vendors/open-vendor';
import { DAYS } from '#test/support/vendors/vendor';
import { finnhubVendor } from '#test/support/vendors/vendors';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const { server, provider, asked, request } = openVendor(finnhub, NOW);

it.each([
  ['AAPL', '/api/v1/stock/candle', 'equity', 'splits'],
  ['BINANCE:BTCUSDT', '/api/v1/crypto/candle', 'crypto', 'none'],
  ['OANDA:EUR_USD', '/api/v1/forex/candle', 'forex', 'none'],
])('%s is asked for at %s', async (symbol, path, assetClass, adjustment) => {
  server().answer((url) => finnhubVendor.days(DAYS, url));
  const { facts } = await provider().bars(request(symbol, '2024-01-01', '2024-01-10'));
  expect(server().requests[0]?.url.pathname).toBe(path);
  expect(server().requests[0]?.headers['x-finnhub-token']).toBe(VENDOR_KEY);
  expect(facts).toMatchObject({ assetClass, adjustment });
});

it('asks for minutes a month at a time, each second once', async () => {
  server().answer(() => ({ body: { s: 'no_data' } }));
  await provider().bars(request('AAPL', '2023-11-01', '2024-01-10', { timeframe: '1m' }));
  const ranges = asked().map(({ from, to, resolution }) => [Number(from), Number(to), resolution]);
  expect(ranges).toHaveLength(3);
  expect(ranges[1]![0]).toBe(Number(ranges[0]![1]) + 1);
  expect(ranges[0]![2]).toBe('1');
});

it('says that a plan does not include candles', async () => {
  server().answer(() => ({ status: 403, body: { error: "You don't have access to this resource." } }));
  await expect(provider().bars(request('AAPL', '2024-01-01', '2024-01-10'))).rejects.toThrow(
    /^Finnhub: it refuses the request with 403 .*You don't have access.*; check the key and what its plan includes$/,
  );
});

it('columns of different length become rows that miss something, not bars', async () => {
  const { body } = finnhubVendor.days(DAYS, new URL('http://x/'));
  server().answer(() => ({ body: { ...(body as object), c: [1] } }));
  const { rows } = await provider().bars(request('AAPL', '2024-01-01', '2024-01-10'));
  expect(rows.map(({ close }) => close)).toEqual([1, undefined, undefined, undefined, undefined]);
});
