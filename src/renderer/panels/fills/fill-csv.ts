import { type CsvFields, csvText, isoTime } from '../../format/csv.ts';
import type { AccountFill } from '../../stores/every-account.ts';

/** Columns of an export; amounts as exact decimal text, times in UTC. */
const FIELDS: CsvFields<AccountFill> = [
  ['fillId', (fill) => fill.fillId],
  ['clientOrderId', (fill) => fill.clientOrderId],
  ['account', (fill) => fill.account],
  ['time', (fill) => isoTime(fill.eventTime)],
  ['symbol', (fill) => fill.symbol],
  ['side', (fill) => fill.side],
  ['quantity', (fill) => fill.quantity],
  ['price', (fill) => fill.price],
  ['fee', (fill) => fill.fee],
  ['liquidity', (fill) => fill.liquidity],
];

/** The fills as CSV (RFC 4180) with a head. */
export function fillsAsCsv(fills: readonly AccountFill[]): string {
  return csvText(FIELDS, fills);
}
