import { type OptionRight, optionSymbol, parseOptionSymbol } from '../instruments/option-contract.ts';
import { csvRecords } from '../market/csv-records.ts';
import { zonedInstant } from '../market/zoned-date.ts';
import { parseDecimal } from '../values/decimal.ts';
import { expirationTime } from './expiration.ts';
import type { OptionChain, OptionQuote } from './option-chain.ts';

export interface RefusedRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly underlying: string;
  readonly reason: string;
  readonly raw: string;
}

export interface ChainFile {
  /** One for each underlying, as of its newest moment in the file. */
  readonly chains: readonly (OptionChain & { readonly quoteTime: number })[];
  readonly rowsRead: number;
  /** Rows of moments before the newest of their underlying: a chain is of one moment. */
  readonly rowsOlder: number;
  readonly refused: readonly RefusedRow[];
}

/** What columns are called by vendors of chains: Cboe DataShop, OptionsDX by contract, ORATS, exports of brokers. */
const COLUMNS = {
  symbol: ['optionsymbol', 'contractsymbol', 'contract', 'optionticker', 'occsymbol', 'osisymbol'],
  underlying: ['underlyingsymbol', 'underlying', 'ticker', 'act_symbol', 'stock', 'root', 'symbol'],
  expiration: ['expiration', 'expirationdate', 'expiredate', 'expiry', 'expirdate', 'exdate'],
  strike: ['strike', 'strikeprice'],
  right: ['optiontype', 'type', 'right', 'putcall', 'callput', 'cpflag', 'cp'],
  bid: ['bid', 'bideod', 'bestbid', 'bidprice', 'bid1545'],
  ask: ['ask', 'askeod', 'bestoffer', 'askprice', 'offer', 'ask1545'],
  bidSize: ['bidsize', 'bidsizeeod', 'bidsize1545'],
  askSize: ['asksize', 'asksizeeod', 'asksize1545'],
  last: ['last', 'lastprice', 'lasttradeprice', 'close'],
  volume: ['volume', 'tradevolume', 'vol'],
  openInterest: ['openinterest', 'oi', 'openint'],
  volatility: ['impliedvolatility', 'iv', 'impliedvol', 'impliedvolatility1545'],
  time: [
    'quotedatetime',
    'quotereadtime',
    'quotetime',
    'timestamp',
    'quotedate',
    'datadate',
    'date',
    'tradedate',
  ],
  spot: ['underlyingprice', 'underlyinglast', 'spot', 'stockprice', 'spotpx', 'activeunderlyingprice1545'],
  spotBid: ['underlyingbideod', 'underlyingbid', 'underlyingbid1545'],
  spotAsk: ['underlyingaskeod', 'underlyingask', 'underlyingask1545'],
} as const;
type Column = keyof typeof COLUMNS;

/** Exchanges of listed options tell their times so. */
const TIME_ZONE = 'America/New_York';
/** A day without a time is that of the close. */
const TIME = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?)?/;

/**
 * Option quotes from CSV text with a header, one contract a row. Throws a `RangeError` naming what the header lacks. Rows
 * that cannot be right are refused with line and reason.
 */
export function readChainCsv(text: string): ChainFile {
  const [header, ...records] = csvRecords(text);
  const at = columnsOf(header?.fields ?? []);
  const refused: RefusedRow[] = [];
  const rows: Row[] = [];
  for (const { line, fields } of records) {
    const cell = (column: Column): string => fields[at[column] ?? -1]?.trim() ?? '';
    const row = readRow(cell);
    if (typeof row !== 'string') rows.push(row);
    else
      refused.push({
        line,
        underlying: cell('underlying').toUpperCase(),
        reason: `line ${line}: ${row} (row set aside)`,
        raw: fields.join(','),
      });
  }
  const newest = new Map<string, number>();
  for (const { underlying, time } of rows)
    newest.set(underlying, Math.max(time, newest.get(underlying) ?? 0));
  const chains = [...newest].map(([underlying, quoteTime]) => {
    const own = rows.filter((row) => row.underlying === underlying && row.time === quoteTime);
    const bySymbol = new Map(own.map(({ quote }) => [quote.symbol, quote]));
    const spot = own.find((row) => row.spot !== null)?.spot ?? null;
    return {
      underlying,
      quotes: [...bySymbol.values()],
      spot,
      spotTime: spot === null ? null : quoteTime,
      quoteTime,
    };
  });
  const kept = rows.filter(({ underlying, time }) => time === newest.get(underlying)).length;
  return { chains, rowsRead: records.length, rowsOlder: rows.length - kept, refused };
}

interface Row {
  readonly underlying: string;
  readonly time: number;
  readonly spot: number | null;
  readonly quote: OptionQuote;
}

function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const at: Partial<Record<Column, number>> = {};
  for (const [column, known] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const index = known.map((name) => names.indexOf(name)).find((place) => place >= 0);
    if (index !== undefined) at[column] = index;
  }
  const isNamed = at.symbol !== undefined;
  const wanted: readonly Column[] = isNamed
    ? ['bid', 'ask', 'time']
    : ['underlying', 'expiration', 'strike', 'right', 'bid', 'ask', 'time'];
  const missing = wanted.filter((column) => at[column] === undefined);
  if (missing.length > 0)
    throw new RangeError(
      `its header has no column for ${missing.join(', ')}; it needs ${wanted.join(', ')} under a usual name, such as ${missing
        .map((column) => COLUMNS[column].at(-1))
        .join(', ')}`,
    );
  return at;
}

/** The row, or why it is refused. */
function readRow(cell: (column: Column) => string): Row | string {
  const symbol = readSymbol(cell);
  const contract = parseOptionSymbol(symbol);
  if (contract === undefined)
    return `${symbol || 'this'} is no standard option; check its symbol, expiration, strike and type`;
  const time = instantOf(cell('time'));
  if (Number.isNaN(time)) return `"${cell('time')}" is no date; write 2026-11-20 or 2026-11-20 15:45`;
  if (time > expirationTime(contract.expiration))
    return `quoted after ${contract.expiration}, when it had expired`;
  const bid = amount(cell('bid'));
  const ask = amount(cell('ask'));
  const bad = [bid, ask].find((price) => price !== null && !(price >= 0));
  if (bad !== undefined) return `bid "${cell('bid')}" or ask "${cell('ask')}" is no price`;
  if (bid !== null && ask !== null && ask > 0 && bid > ask) return `bid ${bid} is above ask ${ask}`;
  const spots = [amount(cell('spotBid')), amount(cell('spotAsk'))];
  const spot = amount(cell('spot')) ?? (spots[0] && spots[1] ? (spots[0] + spots[1]) / 2 : null);
  const volatility = amount(cell('volatility'));
  return {
    underlying: contract.underlying,
    time,
    spot: spot !== null && spot > 0 ? spot : null,
    quote: {
      symbol,
      bid: positive(bid),
      ask: positive(ask),
      bidSize: count(cell('bidSize')),
      askSize: count(cell('askSize')),
      last: positive(amount(cell('last'))),
      volume: count(cell('volume')),
      openInterest: count(cell('openInterest')),
      quoteTime: time,
      impliedVolatility: positive(volatility),
    },
  };
}

const RIGHTS: ReadonlyMap<string, OptionRight> = new Map([
  ['C', 'call'],
  ['P', 'put'],
]);

/** The symbol as here; empty where the parts do not make one. */
function readSymbol(cell: (column: Column) => string): string {
  const written = cell('symbol').toUpperCase().replace(/^O:/, '').replaceAll(' ', '');
  if (written !== '') return written;
  const right = RIGHTS.get(cell('right').slice(0, 1).toUpperCase());
  const date = TIME.exec(cell('expiration')) ?? usDate(cell('expiration'));
  const strike = /^\d+(\.\d{1,8})?$/.test(cell('strike')) ? parseDecimal(cell('strike')) : 0n;
  if (right === undefined || date === null || strike <= 0n) return '';
  const [, year, month, day] = date;
  const underlying = cell('underlying').toUpperCase().replace(/^\^/, '');
  try {
    return optionSymbol({
      underlying,
      strike,
      expiration: `${year}-${month}-${day}`,
      right,
    });
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** `12/18/2026` */
function usDate(text: string): readonly string[] | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  if (match === null) return null;
  const [, month = '', day = '', year = ''] = match;
  return ['', year, month.padStart(2, '0'), day.padStart(2, '0')];
}

function instantOf(text: string): number {
  const match = TIME.exec(text) ?? usDate(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute = '0', second = '0'] = match;
  if (hour === undefined) {
    const date = `${year}-${month}-${day}`;
    return Number.isNaN(Date.parse(date)) ? Number.NaN : expirationTime(date);
  }
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return zonedInstant(wall, TIME_ZONE);
}

/** Null where nothing stands, NaN where it is no number. */
function amount(text: string): number | null {
  return text === '' ? null : Number(text.replace(/^\$/, '').replaceAll(',', ''));
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function count(text: string): number | null {
  const value = amount(text);
  return value !== null && value >= 0 ? value : null;
}
