import { type Decimal, formatDecimal, parseDecimal } from '#domain/values/decimal';

/** Parts of an order, its terms or a change of them that are exact amounts. */
export const AMOUNT_FIELDS = [
  'quantity',
  'limitPrice',
  'stopPrice',
  'trailAmount',
  'trailPercent',
  'limitOffset',
  'displayQuantity',
  'filledQuantity',
  'averagePrice',
] as const;
export type AmountField = (typeof AMOUNT_FIELDS)[number];

/** The same shape with every exact amount as plain decimal text. */
export type AmountsAsText<T> = {
  [Key in keyof T]: Key extends AmountField
    ? Decimal extends T[Key]
      ? undefined extends T[Key]
        ? string | undefined
        : string
      : T[Key]
    : T[Key];
};
