import { alphaVantage } from '#adapters/providers/alpha-vantage/alpha-vantage';
import { binance } from '#adapters/providers/binance/binance';
import { coingecko } from '#adapters/providers/coingecko/coingecko';
import { finnhub } from '#adapters/providers/finnhub/finnhub';
import { fred } from '#adapters/providers/fred/fred';
import { yahooFinance } from '#adapters/providers/yahoo-finance/yahoo-finance';
import { defillamaVendor, etherscanVendor, krakenVendor, worldBankVendor } from './open-data-vendors.ts';
import { dayTime, type Vendor } from './vendor.ts';

const NEW_YORK_OPEN_MS = 14.5 * 3_600_000;
const HOUR_MS = 3_600_000;

export const yahooVendor: Vendor = {
  definition: yahooFinance,
  symbol: 'AAPL',
  tellsUnknown: true,
  expected: (day) => day,
  days: (days) => ({
    body: {
      chart: {
        result: [
          {
            meta: {
              currency: 'USD',
              symbol: 'AAPL',
              exchangeName: 'NMS',
              fullExchangeName: 'NasdaqGS',
              instrumentType: 'EQUITY',
              gmtoffset: -18_000,
              timezone: 'EST',
              exchangeTimezoneName: 'America/New_York',
              longName: 'Apple Inc.',
              dataGranularity: '1d',
            },
            ...(days.length === 0
              ? { indicators: { quote: [{}], adjclose: [{}] } }
              : {
                  timestamp: days.map(({ date }) => (dayTime(date) + NEW_YORK_OPEN_MS) / 1_000),
                  events: {
                    dividends: { '1704292200': { amount: 0.24, date: 1_704_292_200 } },
                    splits: {
                      '1704205800': {
                        date: 1_704_205_800,
                        numerator: 4,
                        denominator: 1,
                        splitRatio: '4:1',
                      },
                    },
                  },
                  indicators: {
                    quote: [
                      {
                        open: days.map((day) => day.open),
                        high: days.map((day) => day.high),
                        low: days.map((day) => day.low),
                        close: days.map((day) => day.close),
                        volume: days.map((day) => day.volume),
                      },
                    ],
                    adjclose: [{ adjclose: days.map((day) => day.close * 0.99) }],
                  },
                }),
          },
        ],
        error: null,
      },
    },
  }),
  unknownSymbol: {
    status: 404,
    body: {
      chart: {
        result: null,
        error: { code: 'Not Found', description: 'No data found, symbol may be delisted' },
      },
    },
  },
};

export const alphaVantageVendor: Vendor = {
  definition: alphaVantage,
  symbol: 'IBM',
  tellsUnknown: true,
  expected: (day) => day,
  days: (days, url) =>
    url.searchParams.get('function') === 'GLOBAL_QUOTE'
      ? { body: { 'Global Quote': { '01. symbol': 'IBM', '05. price': '185.5600' } } }
      : {
          body: {
            'Meta Data': {
              '1. Information': 'Daily Prices (open, high, low, close) and Volumes',
              '2. Symbol': 'IBM',
              '3. Last Refreshed': '2024-01-08',
              '4. Output Size': 'Compact',
              '5. Time Zone': 'US/Eastern',
            },
            'Time Series (Daily)': Object.fromEntries(
              days.map(({ date, open, high, low, close, volume }) => [
                date,
                {
                  '1. open': open.toFixed(4),
                  '2. high': high.toFixed(4),
                  '3. low': low.toFixed(4),
                  '4. close': close.toFixed(4),
                  '5. volume': String(volume),
                },
              ]),
            ),
          },
        },
  unknownSymbol: {
    body: {
      'Error Message':
        'Invalid API call. Please retry or visit the documentation (https://www.alphavantage.co/documentation/) for TIME_SERIES_DAILY.',
    },
  },
};

export const finnhubVendor: Vendor = {
  definition: finnhub,
  symbol: 'AAPL',
  tellsUnknown: false,
  expected: (day) => day,
  days: (days, url) => {
    if (url.pathname.endsWith('/quote'))
      return { body: { c: 185.56, h: 185.6, l: 181.5, o: 182.09, pc: 181.18 } };
    if (days.length === 0) return { body: { s: 'no_data' } };
    return {
      body: {
        s: 'ok',
        t: days.map(({ date }) => dayTime(date) / 1_000),
        o: days.map((day) => day.open),
        h: days.map((day) => day.high),
        l: days.map((day) => day.low),
        c: days.map((day) => day.close),
        v: days.map((day) => day.volume),
      },
    };
  },
  unknownSymbol: { body: { s: 'no_data' } },
};

export const binanceVendor: Vendor = {
  definition: binance,
  symbol: 'BTC-USDT',
  tellsUnknown: true,
  expected: (day) => day,
  days: (days, url) =>
    url.pathname.endsWith('/time')
      ? { body: { serverTime: 1_704_800_000_000 } }
      : {
          body: days.map(({ date, open, high, low, close, volume }) => [
            dayTime(date),
            open.toFixed(8),
            high.toFixed(8),
            low.toFixed(8),
            close.toFixed(8),
            volume.toFixed(8),
            dayTime(date) + 24 * HOUR_MS - 1,
            '0.00000000',
            308,
            '0.00000000',
            '0.00000000',
            '0',
          ]),
        },
  unknownSymbol: { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } },
};

/** Four of a day's hourly prices, a little after the hour as they come; volume covers the 24 hours before. */
export const coingeckoVendor: Vendor = {
  definition: coingecko,
  symbol: 'bitcoin',
  tellsUnknown: true,
  expected: (day) => day,
  days: (days, url) => {
    if (url.pathname.endsWith('/ping')) return { body: { gecko_says: '(V3) To the Moon!' } };
    const at = (date: string, hour: number) => dayTime(date) + hour * HOUR_MS + 41_331;
    const body = {
      prices: days.flatMap(({ date, open, high, low, close }) => [
        [at(date, 0), open],
        [at(date, 6), high],
        [at(date, 12), low],
        [at(date, 23), close],
      ]),
      market_caps: days.map(({ date }) => [at(date, 0), 827_596_236_151.196]),
      total_volumes: days.flatMap(({ date, volume }) => [
        [at(date, 0), volume / 2],
        [at(date, 23), volume],
      ]),
    };
    return { body };
  },
  unknownSymbol: { status: 404, body: { error: 'coin not found' } },
};

export const fredVendor: Vendor = {
  definition: fred,
  symbol: 'DGS10',
  tellsUnknown: true,
  expected: ({ date, close }) => ({ date, open: close, high: close, low: close, close, volume: 0 }),
  days: (days, url) =>
    url.pathname.endsWith('/observations')
      ? {
          body: {
            realtime_start: '2024-01-10',
            realtime_end: '2024-01-10',
            observation_start: '2024-01-02',
            observation_end: '2024-01-09',
            units: 'lin',
            output_type: 1,
            file_type: 'json',
            order_by: 'observation_date',
            sort_order: 'asc',
            count: days.length,
            offset: 0,
            limit: 100_000,
            observations: days.map(({ date, close }) => ({
              realtime_start: '2024-01-10',
              realtime_end: '2024-01-10',
              date,
              value: String(close),
            })),
          },
        }
      : {
          body: {
            realtime_start: '2024-01-10',
            realtime_end: '2024-01-10',
            seriess: [
              {
                id: 'DGS10',
                title: 'Market Yield on U.S. Treasury Securities at 10-Year Constant Maturity',
                frequency_short: 'D',
                units: 'Percent',
              },
            ],
          },
        },
  unknownSymbol: {
    status: 400,
    body: { error_code: 400, error_message: 'Bad Request.  The series does not exist.' },
  },
};

export const VENDORS: readonly Vendor[] = [
  yahooVendor,
  alphaVantageVendor,
  finnhubVendor,
  binanceVendor,
  coingeckoVendor,
  fredVendor,
  krakenVendor,
  worldBankVendor,
  defillamaVendor,
  etherscanVendor,
];
