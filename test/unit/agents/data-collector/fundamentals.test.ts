import { describe, expect, it } from 'vitest';
import { downloadFundamentals } from '#agents/data-collector/news/download-fundamentals';
import type { DataProvider, FundamentalRow, ProviderDirectory } from '#engine/ports/data-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { openMarketStore } from '#test/support/market-store';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const DAY_MS = 86_400_000;
const row = (more: Partial<FundamentalRow> = {}): FundamentalRow => ({
  metric: 'revenue',
  periodEnd: Date.parse('2023-09-30'),
  value: '100.5',
  unit: 'USD',
  publishedTime: Date.parse('2023-11-02'),
  raw: '{"x":1}',
  ...more,
});

function directory(rowsOf: Readonly<Record<string, () => readonly FundamentalRow[]>>): ProviderDirectory {
  return {
    ids: () => Object.keys(rowsOf),
    open: (id): DataProvider => ({
      id,
      name: id.toUpperCase(),
      capabilities: {
        assetClasses: [],
        timeframes: [],
        historyDepth: {},
        isStreaming: false,
        access: 'free',
        budget: [],
        note: '',
      },
      bars: () => expect.unreachable(),
      check: () => Promise.resolve(),
      fundamentals: async () => rowsOf[id]!(),
    }),
  };
}

describe('figures of reports', () => {
  it('are known from their publication, or from when they came', async () => {
    const market = openMarketStore();
    const undated = row({ metric: 'net_income' });
    const { publishedTime: _, ...withoutDate } = undated;
    const providers = directory({ one: () => [row(), withoutDate] });
    const download = (now: number) =>
      downloadFundamentals({ symbol: 'A', providers: ['one'] }, { market, providers, now });
    expect(await download(NOW)).toMatchObject({ rowsRead: 2, rowsStored: 2, provider: 'one' });
    expect(await market.fundamentals('A', Date.parse('2023-11-01'))).toEqual([]);
    expect((await market.fundamentals('A', Date.parse('2023-11-03'))).map(({ metric }) => metric)).toEqual([
      'revenue',
    ]);
    expect(await market.fundamentals('A', NOW)).toHaveLength(2);
    // Unchanged, it is not known anew each day.
    expect(await download(NOW + DAY_MS)).toMatchObject({ rowsStored: 0, rowsDuplicate: 2 });
  });

  it('that were restated keep what was known before', async () => {
    const market = openMarketStore();
    let value = 100;
    const providers = directory({ one: () => [row({ value, publishedTime: NOW - (200 - value) * DAY_MS })] });
    const download = () =>
      downloadFundamentals({ symbol: 'A', providers: ['one'] }, { market, providers, now: NOW });
    await download();
    value = 150;
    await download();
    const known = async (asOf: number) => (await market.fundamentals('A', asOf)).map((one) => one.value);
    expect(await known(NOW - 60 * DAY_MS)).toEqual([100]);
    expect(await known(NOW)).toEqual([150]);
  });

  it.each([
    [{ value: 'None' }, 'revenue: "None" is no number'],
    [{ value: undefined }, 'revenue: nothing is no number'],
    [{ periodEnd: Number.NaN }, 'the end of its period is no date'],
    [{ periodEnd: NOW + DAY_MS, publishedTime: NOW + 2 * DAY_MS }, 'its period ends in the future'],
    [{ publishedTime: Date.parse('2023-09-01') }, 'published before its period ended'],
    [{ metric: '' }, 'names no metric'],
  ])('%j is set aside', async (more, reason) => {
    const market = openMarketStore();
    const providers = directory({ one: () => [row(more), row()] });
    const report = await downloadFundamentals(
      { symbol: 'A', providers: ['one'] },
      { market, providers, now: NOW },
    );
    expect(report).toMatchObject({ rowsRead: 2, rowsStored: 1, rowsQuarantined: 1 });
    expect((await market.quarantine(1)).rows[0]?.reason).toContain(reason);
  });

  it('come from the next provider when one fails or has none; all failing is told', async () => {
    const market = openMarketStore();
    const fails = () => {
      throw new ProviderError('unauthorised', 'BAD', 'it needs a key; get one');
    };
    const providers = directory({ bad: fails, empty: () => [], good: () => [row()] });
    const request = { symbol: 'A', providers: ['bad', 'empty', 'good'] };
    const report = await downloadFundamentals(request, { market, providers, now: NOW });
    expect(report.provider).toBe('good');
    expect(report.fallbacksTried.map(({ provider }) => provider)).toEqual(['bad', 'empty']);
    await expect(
      downloadFundamentals({ symbol: 'A', providers: ['bad', 'empty'] }, { market, providers, now: NOW }),
    ).rejects.toThrow('no provider gave figures of A: BAD: it needs a key; get one; EMPTY: it has no');
  });
});
