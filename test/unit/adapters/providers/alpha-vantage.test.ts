import { describe, expect, it } from 'vitest';
import { alphaVantage } from '#adapters/providers/alpha-vantage/alpha-vantage';
import { openVendor, VENDOR_KEY } from '#test/support/vendors/open-vendor';
import { DAYS } from '#test/support/vendors/vendor';
import { alphaVantageVendor } from '#test/support/vendors/vendors';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const { server, provider, asked, request } = openVendor(alphaVantage, NOW);

describe('what it says with a status of 200', () => {
  it.each([
    [
      'the day is used up',
      {
        Information: `We have detected your API key as ${VENDOR_KEY} and our standard API rate limit is 25 requests per day. Please subscribe to any of the premium plans to instantly remove all daily rate limits.`,
      },
      { kind: 'rate-limited', retryAfterMs: 86_400_000 },
    ],
    [
      'too fast',
      {
        Note: 'Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 25 calls per day.',
      },
      { kind: 'rate-limited', retryAfterMs: 60_000 },
    ],
    [
      'a paid series',
      {
        Information:
          'Thank you for using Alpha Vantage! This is a premium endpoint. You may subscribe to any of the premium plans.',
      },
      { kind: 'unauthorised' },
    ],
    [
      'a key that is none',
      { 'Error Message': 'the parameter apikey is invalid or missing. Please claim your free API key.' },
      { kind: 'unauthorised' },
    ],
    ['something new', { Information: 'The service moves house.' }, { kind: 'unavailable' }],
  ])('%s', async (_, body, expected) => {
    server().answer(() => ({ body }));
    const error: Error = await provider()
      .bars(request('IBM', '2024-01-01', '2024-01-10'))
      .then(
        () => expect.unreachable(),
        (reason) => reason,
      );
    expect(error).toMatchObject(expected);
    expect(error.message).not.toContain(VENDOR_KEY);
    // Its count is spent already: asking again would only cost more.
    expect(server().requests).toHaveLength(1);
  });
});

it('asks for the whole history only when the newest hundred days do not reach', async () => {
  server().answer((url) => alphaVantageVendor.days(DAYS, url));
  await provider().bars(request('ibm', '2024-01-01', '2024-01-10'));
  await provider().bars(request('ibm', '2020-01-01', '2024-01-10'));
  expect(asked().map(({ outputsize, symbol }) => [symbol, outputsize])).toEqual([
    ['IBM', 'compact'],
    ['IBM', 'full'],
  ]);
});

it('turns New York time into instants, in winter and in summer, a month a request', async () => {
  const bar = { '1. open': '1', '2. high': '1', '3. low': '1', '4. close': '1', '5. volume': '1' };
  server().answer((url) => ({
    body: {
      'Meta Data': { '6. Time Zone': 'US/Eastern' },
      'Time Series (5min)': { [`${url.searchParams.get('month')}-15 09:30:00`]: bar },
    },
  }));
  const { rows } = await provider().bars(request('IBM', '2023-01-20', '2023-04-01', { timeframe: '5m' }));
  expect(rows.map(({ time }) => new Date(time).toISOString())).toEqual([
    '2023-01-15T14:30:00.000Z',
    '2023-02-15T14:30:00.000Z',
    '2023-03-15T13:30:00.000Z',
  ]);
  expect(asked()[0]).toMatchObject({ interval: '5min', adjusted: 'false', extended_hours: 'false' });
});

it('a month without trading is no failure', async () => {
  server().answer(() => ({ body: {} }));
  const { rows } = await provider().bars(request('IBM', '2023-01-20', '2023-02-01', { timeframe: '1h' }));
  expect(rows).toEqual([]);
});

it('finds symbols by name', async () => {
  server().answer(() => ({
    body: { bestMatches: [{ '1. symbol': 'IBM', '2. name': 'International Business Machines Corp' }] },
  }));
  expect(await provider().search?.('business machines')).toEqual([
    { symbol: 'IBM', name: 'International Business Machines Corp', dataType: 'equity' },
  ]);
});
