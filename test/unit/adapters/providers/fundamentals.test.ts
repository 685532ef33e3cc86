import { describe, expect, it } from 'vitest';
import { alphaVantage } from '#adapters/providers/alpha-vantage/alpha-vantage';
import { finnhub } from '#adapters/providers/finnhub/finnhub';
import { yahooFinance } from '#adapters/providers/yahoo-finance/yahoo-finance';
import { openVendor } from '#test/support/vendors/open-vendor';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dayEnd = (date: string): number => day(date) + 86_400_000 - 1;

describe('figures of reports by Finnhub', () => {
  const { server, provider } = openVendor(finnhub, NOW);
  it('count from the day they were filed; concepts bear the vendor’s prefix or none', async () => {
    server().answer(() => ({
      body: {
        cik: '320193',
        symbol: 'AAPL',
        data: [
          {
            accessNumber: '0000320193-23-000106',
            form: '10-K',
            startDate: '2022-09-25 00:00:00',
            endDate: '2023-09-30 00:00:00',
            filedDate: '2023-11-03 00:00:00',
            acceptedDate: '2023-11-02 18:08:27',
            report: {
              ic: [
                { concept: 'us-gaap_NetIncomeLoss', label: 'Net income', unit: 'usd', value: 96_995_000_000 },
                { concept: 'EarningsPerShareDiluted', label: 'EPS', unit: 'usd/shares', value: 6.13 },
              ],
              bs: [{ concept: 'us-gaap:Assets', label: 'Assets', unit: 'usd', value: 'N/A' }],
              cf: [],
            },
          },
        ],
      },
    }));
    const rows = await provider().fundamentals?.({ symbol: 'aapl' });
    expect(server().requests[0]?.url.searchParams.get('symbol')).toBe('AAPL');
    expect(rows?.map(({ raw: _, ...row }) => row)).toEqual([
      {
        metric: 'net_income',
        periodEnd: day('2023-09-30'),
        value: 96_995_000_000,
        unit: 'USD',
        publishedTime: dayEnd('2023-11-02'),
      },
      {
        metric: 'earnings_per_share',
        periodEnd: day('2023-09-30'),
        value: 6.13,
        unit: 'USD/SHARES',
        publishedTime: dayEnd('2023-11-02'),
      },
      {
        metric: 'total_assets',
        periodEnd: day('2023-09-30'),
        value: 'N/A',
        unit: 'USD',
        publishedTime: dayEnd('2023-11-02'),
      },
    ]);
    server().answer(() => ({ body: { data: [], symbol: 'NONE' } }));
    expect(await provider().fundamentals?.({ symbol: 'NONE' })).toEqual([]);
    server().answer(() => ({ body: [] }));
    await expect(provider().fundamentals?.({ symbol: 'X' })).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('figures of reports by Alpha Vantage', () => {
  const { server, provider, asked } = openVendor(alphaVantage, NOW);
  it('take the day of publication from the earnings, for the statement of the same quarter', async () => {
    server().answer((url) =>
      url.searchParams.get('function') === 'EARNINGS'
        ? {
            body: {
              symbol: 'IBM',
              annualEarnings: [],
              quarterlyEarnings: [
                { fiscalDateEnding: '2023-09-30', reportedDate: '2023-10-25', reportedEPS: '2.2' },
                { fiscalDateEnding: '2023-06-30', reportedDate: '2023-07-19', reportedEPS: 'None' },
              ],
            },
          }
        : {
            body: {
              symbol: 'IBM',
              annualReports: [],
              quarterlyReports: [
                {
                  fiscalDateEnding: '2023-09-30',
                  reportedCurrency: 'USD',
                  totalRevenue: '14752000000',
                  grossProfit: 'None',
                },
                { fiscalDateEnding: '1990-03-31', reportedCurrency: 'USD', netIncome: '5' },
              ],
            },
          },
    );
    const rows = await provider().fundamentals?.({ symbol: 'ibm' });
    expect(asked().map((query) => query['function'])).toEqual(['EARNINGS', 'INCOME_STATEMENT']);
    expect(rows?.map(({ metric, value, publishedTime }) => [metric, value, publishedTime])).toEqual([
      ['earnings_per_share', '2.2', dayEnd('2023-10-25')],
      ['revenue', '14752000000', dayEnd('2023-10-25')],
      ['net_income', '5', undefined],
    ]);
    server().answer(() => ({ body: {} }));
    expect(await provider().fundamentals?.({ symbol: 'ETF' })).toEqual([]);
    server().answer(() => ({ body: { Information: 'our standard API rate limit is 25 requests per day.' } }));
    await expect(provider().fundamentals?.({ symbol: 'X' })).rejects.toMatchObject({ kind: 'rate-limited' });
  });
});

describe('figures of reports by Yahoo Finance', () => {
  const { server, provider } = openVendor(yahooFinance, NOW);
  it('come without a day of publication; a quarter without a value is a gap', async () => {
    server().answer(() => ({
      body: {
        timeseries: {
          result: [
            {
              meta: { symbol: ['AAPL'], type: ['quarterlyTotalRevenue'] },
              timestamp: [1_688_083_200, 1_696_032_000],
              quarterlyTotalRevenue: [
                null,
                {
                  dataId: 20_100,
                  asOfDate: '2023-09-30',
                  periodType: '3M',
                  currencyCode: 'USD',
                  reportedValue: { raw: 89_498_000_000, fmt: '89.50B' },
                },
              ],
            },
            { meta: { symbol: ['AAPL'], type: ['quarterlyGrossProfit'] } },
          ],
          error: null,
        },
      },
    }));
    const rows = await provider().fundamentals?.({ symbol: 'AAPL' });
    expect(rows?.map(({ raw: _, ...row }) => row)).toEqual([
      { metric: 'revenue', periodEnd: day('2023-09-30'), value: 89_498_000_000, unit: 'USD' },
    ]);
    server().answer(() => ({ body: { finance: { error: 'x' } } }));
    await expect(provider().fundamentals?.({ symbol: 'X' })).rejects.toMatchObject({ kind: 'malformed' });
  });
});
