import { type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';

/** Parts of an order, of its terms, of a change of them or of an algorithm that are exact amounts. */
export const AMOUNT_FIELDS = [
  'quantity',
  'limitPrice',
  'stopPrice',
  'trailAmount',
  'trailPercent',
  'limitOffset',
  'displayQuantity',
  'breakEvenAt',
  'breakEvenTo',
  'shareFrom',
  'shareTo',
  'shareStep',
  'parentPrice',
  'priceStep',
  'childQuantityMax',
  'filledQuantity',
  'averagePrice',
] as const;
const AMOUNTS: ReadonlySet<string> = new Set(AMOUNT_FIELDS);
type AmountField = (typeof AMOUNT_FIELDS)[number];
type Amounts<Value> = { readonly [Field in AmountField]?: Value };

/** The same shape with plain decimal text in the place of exact amounts. */
export type AmountsAsText<T> = {
  [Key in keyof T]: Key extends AmountField ? (Decimal extends T[Key] ? string : T[Key]) : T[Key];
};

/** A copy in which every exact amount is plain decimal text: `12.5`. Absent amounts stay absent. */
export function amountsAsText<T extends Amounts<Decimal>>(value: T): AmountsAsText<T> {
  const copy: Record<string, unknown> = { ...value };
  for (const field in copy) {
    const amount = copy[field];
    if (typeof amount === 'bigint') copy[field] = formatDecimal(amount);
  }
  return copy as AmountsAsText<T>;
}

/** Inverse of {@link amountsAsText}. Throws a `RangeError` that names the field when its text is no decimal number. */
export function amountsFromText<T extends object>(value: AmountsAsText<T>): T {
  const copy: Record<string, unknown> = { ...value };
  for (const field in copy) {
    const text = copy[field];
    if (typeof text === 'string' && AMOUNTS.has(field)) copy[field] = readAmount(field, text);
  }
  return copy as T;
}

function readAmount(field: string, text: string): Decimal {
  try {
    return parseDecimal(text);
  } catch (error) {
    throw new RangeError(`${field}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
