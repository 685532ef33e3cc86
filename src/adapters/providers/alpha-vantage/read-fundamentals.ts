import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type { FundamentalRow } from '#engine/ports/data-provider';
import { malformedAnswer } from '#engine/ports/provider-error';

const NAME = 'Alpha Vantage';
type Fields = Readonly<Record<string, unknown>>;

/** The vendor's names of the income statement by ours. */
const INCOME: Readonly<Record<string, string>> = {
  revenue: 'totalRevenue',
  gross_profit: 'grossProfit',
  operating_income: 'operatingIncome',
  net_income: 'netIncome',
};
/** What stands for no value. */
const MISSING = 'None';

/**
 * Quarterly income statements and earnings a share, by two requests. The day a report came out is told with the
 * earnings and holds for the statement of the same quarter.
 */
export async function readFundamentals(ask: (name: string) => Promise<Fields>): Promise<FundamentalRow[]> {
  const earnings = quartersOf(await ask('EARNINGS'), 'quarterlyEarnings');
  const statements = quartersOf(await ask('INCOME_STATEMENT'), 'quarterlyReports');
  const published = new Map(
    earnings.map((quarter) => [quarter['fiscalDateEnding'], dayEnd(textOf(quarter['reportedDate']))]),
  );
  const row = (quarter: Fields, metric: string, value: unknown, unit: string): FundamentalRow[] => {
    if (value === MISSING || value === undefined) return [];
    const publishedTime = published.get(quarter['fiscalDateEnding']) ?? Number.NaN;
    return [
      {
        metric,
        periodEnd: Date.parse(`${textOf(quarter['fiscalDateEnding']) ?? ''}T00:00:00Z`),
        value,
        unit,
        ...(Number.isNaN(publishedTime) ? {} : { publishedTime }),
        raw: JSON.stringify(quarter),
      },
    ];
  };
  return [
    // The vendor names no currency with earnings a share.
    ...earnings.flatMap((quarter) => row(quarter, 'earnings_per_share', quarter['reportedEPS'], 'per share')),
    ...statements.flatMap((quarter) =>
      Object.entries(INCOME).flatMap(([metric, name]) =>
        row(quarter, metric, quarter[name], textOf(quarter['reportedCurrency']) ?? ''),
      ),
    ),
  ];
}

function quartersOf(body: Fields, name: string): Fields[] {
  // A symbol without reports is answered with {}.
  if (Object.keys(body).length === 0) return [];
  const quarters = listOf(body[name]);
  if (!quarters) throw malformedAnswer(NAME, `has no "${name}"`);
  return quarters.map((entry) => objectOf(entry) ?? {});
}

/** The hour is not told: nobody may know too early. */
function dayEnd(date: string | undefined): number {
  return Date.parse(`${date ?? ''}T23:59:59.999Z`);
}
