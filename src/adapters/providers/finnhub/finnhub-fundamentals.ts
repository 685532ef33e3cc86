import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type { FundamentalRow, FundamentalsRequest } from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer } from '#engine/ports/provider-error';
import { askFinnhub } from './ask-finnhub.ts';

const NAME = 'Finnhub';
/** Concepts of the US GAAP taxonomy, without its prefix, that stand for a metric; the first that a report has. */
const CONCEPTS: Readonly<Record<string, readonly string[]>> = {
  revenue: ['RevenueFromContractWithCustomerExcludingAssessedTax', 'Revenues', 'SalesRevenueNet'],
  gross_profit: ['GrossProfit'],
  operating_income: ['OperatingIncomeLoss'],
  net_income: ['NetIncomeLoss', 'ProfitLoss'],
  earnings_per_share: ['EarningsPerShareDiluted', 'EarningsPerShareBasic'],
  total_assets: ['Assets'],
  total_liabilities: ['Liabilities'],
  shareholder_equity: [
    'StockholdersEquity',
    'StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest',
  ],
  cash: ['CashAndCashEquivalentsAtCarryingValue'],
  operating_cash_flow: ['NetCashProvidedByUsedInOperatingActivities'],
};

/** Figures of quarterly reports as they were filed, each known from the moment the filing was accepted. */
export async function finnhubFundamentals(
  http: HttpClient,
  key: string,
  { symbol, signal }: FundamentalsRequest,
): Promise<FundamentalRow[]> {
  const query = { symbol: symbol.toUpperCase(), freq: 'quarterly' };
  const { body } = await askFinnhub(http, key, '/api/v1/stock/financials-reported', query, signal);
  const filings = listOf(objectOf(body)?.['data']);
  if (!filings) throw malformedAnswer(NAME, 'has no list of filings');
  return filings.flatMap(rowsOf);
}

function rowsOf(entry: unknown): FundamentalRow[] {
  const filing = objectOf(entry);
  const report = objectOf(filing?.['report']);
  const items = ['ic', 'bs', 'cf'].flatMap((part) => listOf(report?.[part]) ?? []).map(objectOf);
  const periodEnd = Date.parse(`${(textOf(filing?.['endDate']) ?? '').slice(0, 10)}T00:00:00Z`);
  const publishedTime = timeOf(textOf(filing?.['acceptedDate']) ?? textOf(filing?.['filedDate']) ?? '');
  return Object.entries(CONCEPTS).flatMap(([metric, concepts]): FundamentalRow[] => {
    const item = concepts
      .map((concept) => items.find((one) => textOf(one?.['concept'])?.replace(/^[\w-]+[_:]/, '') === concept))
      .find((one) => one !== undefined);
    if (!item) return [];
    return [
      {
        metric,
        periodEnd,
        value: item['value'],
        unit: (textOf(item['unit']) ?? '').toUpperCase(),
        ...(Number.isNaN(publishedTime) ? {} : { publishedTime }),
        raw: JSON.stringify(item),
      },
    ];
  });
}

/** `2023-11-03 18:08:27`, in the vendor's time; the end of its day, as no zone is named and nobody may know too early. */
function timeOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T23:59:59.999Z`);
}
