/**
 * What a column of a price file can be. `time` is an instant or a date, `date` a date whose time of day stands in
 * `clock`; `value` is a series of its own (a column for each symbol); `price` and `size` are those of a trade.
 */
export const COLUMN_ROLES = [
  'time',
  'date',
  'clock',
  'open',
  'high',
  'low',
  'close',
  'adj_close',
  'volume',
  'dividend',
  'split',
  'price',
  'size',
  'bid',
  'ask',
  'bid_size',
  'ask_size',
  'bid_open',
  'bid_high',
  'bid_low',
  'bid_close',
  'ask_open',
  'ask_high',
  'ask_low',
  'ask_close',
  'value',
  'ignore',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** In which order a date names day, month and year; `ymd` also stands for dates that leave no choice. */
export const DATE_ORDERS = ['ymd', 'mdy', 'dmy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What the rows of a price file are. `table` has a column for each series. */
export const FILE_CONTENTS = ['bars', 'quote-bars', 'quotes', 'trades', 'closes', 'table'] as const;
export type FileContent = (typeof FILE_CONTENTS)[number];

/** Which price of bid and ask makes a bar. */
export const QUOTE_SIDES = ['mid', 'bid', 'ask'] as const;
export type QuoteSide = (typeof QUOTE_SIDES)[number];
