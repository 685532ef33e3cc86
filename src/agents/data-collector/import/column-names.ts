import type { ColumnRole } from '#domain/market/column-role';

/** Names of columns without case and marks, the more telling first: where two columns could have a role, the earlier name wins. */
const NAMES: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  time: [
    'datetime',
    'timestamp',
    'date',
    'day',
    'time',
    'opentime',
    'dateutc',
    'datetimeutc',
    'unixtime',
    'unix',
    'tradedate',
    'localtime',
    'gmttime',
    'eventtime',
    'ts',
  ],
  open: ['open', 'openprice'],
  high: ['high', 'highprice'],
  low: ['low', 'lowprice'],
  close: ['close', 'closeprice', 'last', 'closelast'],
  adj_close: ['adjclose', 'adjustedclose', 'closeadj', 'adjcloseprice', 'adj'],
  volume: ['volume', 'vol', 'tickvol', 'tickvolume'],
  dividend: ['dividend', 'dividends', 'divcash', 'dividendamount', 'exdividend'],
  split: ['split', 'splits', 'stocksplits', 'splitfactor', 'splitratio', 'splitcoefficient'],
  price: ['price', 'tradeprice', 'px', 'lastprice'],
  size: ['size', 'qty', 'quantity', 'tradesize', 'lastsize', 'amount'],
  bid: ['bid', 'bidprice', 'bestbid'],
  ask: ['ask', 'askprice', 'bestask', 'offer', 'offerprice'],
  bid_size: ['bidsize', 'bidqty', 'bidquantity', 'bidvolume', 'bidvol'],
  ask_size: ['asksize', 'askqty', 'askquantity', 'askvolume', 'askvol', 'offersize'],
  bid_open: ['bidopen', 'openbid'],
  bid_high: ['bidhigh', 'highbid'],
  bid_low: ['bidlow', 'lowbid'],
  bid_close: ['bidclose', 'closebid'],
  ask_open: ['askopen', 'openask'],
  ask_high: ['askhigh', 'highask'],
  ask_low: ['asklow', 'lowask'],
  ask_close: ['askclose', 'closeask'],
};

/** Columns that price files carry and bars do not: never taken for a series of their own. */
const PASSED_OVER = [
  '',
  'symbol',
  'ticker',
  'name',
  'currency',
  'exchange',
  'index',
  'openint',
  'openinterest',
  'oi',
  'spread',
  'vwap',
  'wap',
  'trades',
  'count',
  'numtrades',
  'transactions',
  'change',
  'changepercent',
  'pctchange',
  'adjopen',
  'adjhigh',
  'adjlow',
  'adjvolume',
];
const RETURNS = ['return', 'returns', 'ret', 'rets', 'dailyreturn', 'totalreturn', 'logreturn'];
const TENOR = /^\d+(?:d|day|days|w|week|weeks|m|mo|month|months|y|yr|year|years)$/;

/** Single letters are names only where all four prices bear them: C and T are shares, too. */
const LETTERS = [
  ['o', 'open'],
  ['h', 'high'],
  ['l', 'low'],
  ['c', 'close'],
  ['v', 'volume'],
] as const;

/** What each column is by its name. Columns nothing is known of are `value` in `isTable`, else `ignore`. */
export function guessRoles(names: readonly string[]): ColumnRole[] {
  const plain = names.map(plainName);
  const roles = plain.map((): ColumnRole | undefined => undefined);
  for (const [role, wanted] of Object.entries(NAMES) as [ColumnRole, readonly string[]][]) {
    const at = wanted.map((name) => plain.indexOf(name)).find((index) => index >= 0);
    if (at !== undefined && roles[at] === undefined) roles[at] = role;
  }
  if (LETTERS.slice(0, 4).every(([letter]) => plain.includes(letter)))
    for (const [letter, role] of LETTERS) {
      const at = plain.indexOf(letter);
      if (at >= 0 && !roles.includes(role)) roles[at] = role;
    }
  const timeAt = roles.indexOf('time');
  const clockAt = plain.indexOf('time');
  if (
    timeAt >= 0 &&
    clockAt >= 0 &&
    clockAt !== timeAt &&
    (plain[timeAt] === 'date' || plain[timeAt] === 'day')
  ) {
    roles[timeAt] = 'date';
    roles[clockAt] = 'clock';
  }
  const known = roles.filter((role) => role !== undefined && !TABLE_ROLES.includes(role));
  const unknown = plain.filter((name, i) => roles[i] === undefined && !PASSED_OVER.includes(name));
  // SIZE and LOW are shares, too: one such name among strangers does not make a table anything else.
  const isTable =
    known.length === 0 ||
    (unknown.length > known.length && !known.some((role) => TELLING_ROLES.includes(role!)));
  return roles.map((role, i) => {
    if (!isTable) return role ?? 'ignore';
    if (role === 'time' || role === 'date' || role === 'clock') return role;
    return role === undefined && PASSED_OVER.includes(plain[i]!) ? 'ignore' : 'value';
  });
}

/** Roles that say what a file holds, whatever else is in it. */
const TELLING_ROLES: readonly ColumnRole[] = [
  'close',
  'price',
  'bid',
  'ask',
  'bid_close',
  'ask_close',
  'adj_close',
];
/** Roles beside which columns of unknown names are series of their own. */
const TABLE_ROLES: readonly ColumnRole[] = ['time', 'date', 'clock'];

/** Whether names of columns say that they hold returns of a day, no prices. */
export function namesReturns(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => RETURNS.includes(plainName(name)));
}

/** Whether names of columns are terms to maturity: yields then, which may be zero or below. */
export function namesTenors(names: readonly string[]): boolean {
  return names.length > 1 && names.every((name) => TENOR.test(plainName(name)));
}

export function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
