/** What an order of a person is held up by until it is accepted by this name. */
export const PRECAUTIONS = [
  'unusual-quantity',
  'large-value',
  'far-from-market',
  'triggers-at-once',
] as const;
export type PrecautionName = (typeof PRECAUTIONS)[number];
