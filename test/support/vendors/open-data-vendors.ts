import { defillama } from '#adapters/providers/defillama/defillama';
import { etherscan } from '#adapters/providers/etherscan/etherscan';
import { kraken } from '#adapters/providers/kraken/kraken';
import { worldBank } from '#adapters/providers/world-bank/world-bank';
import { dayTime, type Vendor, type VendorDay } from './vendor.ts';

/** Where one value stands for the whole day. */
const oneValue = ({ date, close }: VendorDay): VendorDay => ({
  date,
  open: close,
  high: close,
  low: close,
  close,
  volume: 0,
});

export const krakenVendor: Vendor = {
  definition: kraken,
  symbol: 'XBTUSD',
  tellsUnknown: true,
  expected: (day) => day,
  days: (days, url) =>
    url.pathname.endsWith('/Time')
      ? { body: { error: [], result: { unixtime: 1_704_888_000, rfc1123: 'Wed, 10 Jan 24 12:00:00 +0000' } } }
      : {
          body: {
            error: [],
            result: {
              XXBTZUSD: days.map(({ date, open, high, low, close, volume }) => [
                dayTime(date) / 1_000,
                ...[open, high, low, close, close, volume].map(String),
                4_521,
              ]),
              last: 1_704_844_800,
            },
          },
        },
  unknownSymbol: { body: { error: ['EQuery:Unknown asset pair'] } },
};

/** Yearly values, newest first as they come. */
export const worldBankVendor: Vendor = {
  definition: worldBank,
  symbol: 'US:NY.GDP.MKTP.CD',
  tellsUnknown: true,
  dates: ['2018-01-01', '2019-01-01', '2020-01-01', '2021-01-01', '2022-01-01'],
  expected: oneValue,
  days: (days) => ({
    body: [
      {
        page: days.length === 0 ? 0 : 1,
        pages: days.length === 0 ? 0 : 1,
        per_page: days.length === 0 ? 0 : 1_000,
        total: days.length,
        sourceid: days.length === 0 ? null : '2',
        lastupdated: days.length === 0 ? null : '2023-12-18',
      },
      days.length === 0
        ? null
        : days.map(({ date, close }) => ({
            indicator: { id: 'NY.GDP.MKTP.CD', value: 'GDP (current US$)' },
            country: { id: 'US', value: 'United States' },
            countryiso3code: 'USA',
            date: date.slice(0, 4),
            value: close,
            unit: '',
            obs_status: '',
            decimal: 0,
          })),
    ],
  }),
  unknownSymbol: {
    body: [
      {
        message: [{ id: '120', key: 'Invalid value', value: 'The provided parameter value is not valid' }],
      },
    ],
  },
};

export const defillamaVendor: Vendor = {
  definition: defillama,
  symbol: 'Ethereum',
  tellsUnknown: true,
  expected: oneValue,
  days: (days) => ({ body: days.map(({ date, close }) => ({ date: dayTime(date) / 1_000, tvl: close })) }),
  unknownSymbol: { status: 404, body: { message: 'Chain not found' } },
};

export const etherscanVendor: Vendor = {
  definition: etherscan,
  symbol: 'eth-transactions',
  tellsUnknown: true,
  expected: oneValue,
  days: (days, url) =>
    url.searchParams.get('action') === 'ethprice'
      ? {
          body: {
            status: '1',
            message: 'OK',
            result: {
              ethbtc: '0.0512',
              ethbtc_timestamp: '1704888000',
              ethusd: '2345.1',
              ethusd_timestamp: '1704888000',
            },
          },
        }
      : {
          body:
            days.length === 0
              ? { status: '0', message: 'No records found', result: [] }
              : {
                  status: '1',
                  message: 'OK',
                  result: days.map(({ date, close }) => ({
                    UTCDate: date,
                    unixTimeStamp: String(dayTime(date) / 1_000),
                    transactionCount: close,
                  })),
                },
        },
  unknownSymbol: { body: { status: '0', message: 'NOTOK', result: 'Error! Missing Or invalid Action name' } },
};
