import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type { FundamentalRow } from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer } from '#engine/ports/provider-error';

const NAME = 'Yahoo Finance';
const YEARS_BACK_MS = 10 * 366 * 86_400_000;
/** The vendor's types, without their period, by ours. */
const TYPES: Readonly<Record<string, string>> = {
  revenue: 'TotalRevenue',
  gross_profit: 'GrossProfit',
  operating_income: 'OperatingIncome',
  net_income: 'NetIncome',
  earnings_per_share: 'DilutedEPS',
  total_assets: 'TotalAssets',
  total_liabilities: 'TotalLiabilitiesNetMinorityInterest',
  shareholder_equity: 'StockholdersEquity',
  operating_cash_flow: 'OperatingCashFlow',
};

/** Quarterly figures by the end of their quarter. When they were published, this vendor does not tell. */
export async function readFundamentals(
  http: HttpClient,
  symbol: string,
  now: number,
  signal: AbortSignal | undefined,
): Promise<FundamentalRow[]> {
  const { body } = await http.getJson({
    path: `/ws/fundamentals-timeseries/v1/finance/timeseries/${encodeURIComponent(symbol)}`,
    query: {
      symbol,
      type: Object.values(TYPES)
        .map((type) => `quarterly${type}`)
        .join(','),
      period1: Math.floor((now - YEARS_BACK_MS) / 1_000),
      period2: Math.floor(now / 1_000),
    },
    ...(signal ? { signal } : {}),
  });
  const series = listOf(objectOf(objectOf(body)?.['timeseries'])?.['result']);
  if (!series) throw malformedAnswer(NAME, 'has no time series');
  return Object.entries(TYPES).flatMap(([metric, type]) =>
    series
      .flatMap((one) => listOf(objectOf(one)?.[`quarterly${type}`]) ?? [])
      // A quarter the vendor has nothing of comes as null.
      .flatMap((entry) => (entry === null ? [] : [rowOf(metric, entry)])),
  );
}

function rowOf(metric: string, entry: unknown): FundamentalRow {
  const figure = objectOf(entry);
  const currency = textOf(figure?.['currencyCode']) ?? '';
  return {
    metric,
    periodEnd: Date.parse(`${textOf(figure?.['asOfDate']) ?? ''}T00:00:00Z`),
    value: objectOf(figure?.['reportedValue'])?.['raw'],
    unit: metric === 'earnings_per_share' ? `${currency} per share` : currency,
    raw: JSON.stringify(entry),
  };
}
