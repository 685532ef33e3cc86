import { DECIMAL_ONE, type Decimal, formatDecimal } from '#domain/values/decimal';

export type OptionRight = 'call' | 'put';

/** A listed option. Its symbol says all of it, so that no book needs a second source: {@link parseOptionSymbol}. */
export interface OptionContract {
  readonly underlying: string;
  /** In the underlying's currency, per unit of it. */
  readonly strike: Decimal;
  /** Last day of trading at the exchange, `2026-12-18`. */
  readonly expiration: string;
  readonly right: OptionRight;
  readonly exerciseStyle: 'american' | 'european';
  /** Units of the underlying in one contract: a price of 2.50 costs 250. */
  readonly multiplier: number;
  /** What exercise moves: the underlying against the strike, or the difference in money. */
  readonly settlement: 'physical' | 'cash';
}

/** Units in a standard contract. */
const OPTION_MULTIPLIER = 100;

/** Roots of index options at Cboe and Nasdaq: European, settled in money. Roots of their weeklies lead to the same index. */
const INDEX_ROOTS: ReadonlyMap<string, string> = new Map(
  'SPX SPXW:SPX XSP NDX NDXP:NDX XND RUT RUTW:RUT MRUT VIX VIXW:VIX DJX'.split(' ').map((entry) => {
    const [root = '', index = root] = entry.split(':');
    return [root, index];
  }),
);
/** Shares whose root leaves out the point of their symbol. */
const CLASSES = new Map([
  ['BRKB', 'BRK.B'],
  ['BFB', 'BF.B'],
]);
const ROOTS = new Map([...CLASSES].map(([root, symbol]) => [symbol, root]));

/** Root, date, right and strike in thousandths, as the Options Symbology Initiative of the OCC (2010) writes them. */
const SYMBOL = /^([A-Z]{1,6}) *(\d\d)(\d\d)(\d\d)([CP])(\d{8})$/;
const STRIKE_UNIT = DECIMAL_ONE / 1000n;

const known = new Map<string, OptionContract | undefined>();

/**
 * The contract of an OSI symbol, with or without the spaces behind its root: `AAPL261218C00150000`. Undefined for
 * anything else, and for adjusted contracts (`AAPL1…`), whose deliverable no symbol tells.
 */
export function parseOptionSymbol(symbol: string): OptionContract | undefined {
  if (symbol.length < 16) return undefined;
  if (known.size > 50_000) known.clear();
  if (!known.has(symbol)) known.set(symbol, readSymbol(symbol));
  return known.get(symbol);
}

function readSymbol(symbol: string): OptionContract | undefined {
  const match = SYMBOL.exec(symbol);
  if (match === null) return undefined;
  const [, root = '', year, month, day, letter, thousandths = ''] = match;
  const expiration = `20${year}-${month}-${day}`;
  const strike = BigInt(thousandths) * STRIKE_UNIT;
  if (strike <= 0n || !isDate(expiration)) return undefined;
  const index = INDEX_ROOTS.get(root);
  return {
    underlying: index ?? CLASSES.get(root) ?? root,
    strike,
    expiration,
    right: letter === 'C' ? 'call' : 'put',
    exerciseStyle: index === undefined ? 'american' : 'european',
    multiplier: OPTION_MULTIPLIER,
    settlement: index === undefined ? 'physical' : 'cash',
  };
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * The OSI symbol of a contract, without spaces: the option's symbol everywhere here. Throws a `RangeError` for a strike
 * that is no multiple of 0.001 below 100,000.
 */
export function optionSymbol(
  contract: Pick<OptionContract, 'underlying' | 'strike' | 'expiration' | 'right'>,
): string {
  const { underlying, strike, expiration, right } = contract;
  const thousandths = strike / STRIKE_UNIT;
  if (strike <= 0n || strike % STRIKE_UNIT !== 0n || thousandths > 99_999_999n)
    throw new RangeError(`no option has a strike of ${formatDecimal(strike)}`);
  const root = ROOTS.get(underlying) ?? underlying;
  const date = expiration.slice(2).replaceAll('-', '');
  return `${root}${date}${right === 'call' ? 'C' : 'P'}${thousandths.toString().padStart(8, '0')}`;
}

/** Units of what is priced in one unit that is traded: 100 for an option, 1 for everything else. */
export function contractMultiplier(symbol: string): number {
  return parseOptionSymbol(symbol)?.multiplier ?? 1;
}

/** An option for people: `AAPL 18 Dec 2026 150 call`. Any other symbol as it is. */
export function instrumentLabel(symbol: string): string {
  const option = parseOptionSymbol(symbol);
  if (option === undefined) return symbol;
  const [year, month, day] = option.expiration.split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  return `${option.underlying} ${Number(day)} ${name} ${year} ${formatDecimal(option.strike)} ${option.right}`;
}
