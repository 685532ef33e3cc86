import type { Contract, ContractDetails } from '@stoqey/ib';
import { calendarById } from '#domain/instruments/calendar/catalog';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OptionQuote } from '#domain/options/option-chain';
import { decimalToNumber } from '#domain/values/decimal';
import type { Clock } from '#engine/ports/clock';
import type { OptionChainProviderDefinition, ProviderChain } from '#engine/ports/option-chains';
import { ProviderError } from '#engine/ports/provider-error';
import { type ChainAddress, ChainLine } from './chain-line.ts';
import { askContracts, askParameters } from './chain-questions.ts';
import { CHAINS_NAME, refusal } from './market-refusal.ts';
import { OPTION_TICKS, type WatchedMarket, watchMarket } from './market-watch.ts';

/** Indices that options are listed on, and where. */
const INDICES: Readonly<Record<string, string>> = {
  SPX: 'CBOE',
  XSP: 'CBOE',
  VIX: 'CBOE',
  DJX: 'CBOE',
  NDX: 'NASDAQ',
  XND: 'NASDAQ',
  RUT: 'RUSSELL',
};
/** A login has 100 lines of market data, TWS itself and streams take of them too. */
const LINES_MAX = 40;
/** Strikes that are watched, below the price and above it. */
const STRIKES_EACH_SIDE = 15;
const DELAYED_MS = 900_000;
const DAY_MS = 86_400_000;
const DELAYED = [3, 4];
const FROZEN = [2, 4];
const SHARES = 100;

/** Chains by TWS or Gateway: contracts by reqSecDefOptParams and reqContractDetails, prices by reqMktData. */
export const interactiveBrokersOptions: OptionChainProviderDefinition = {
  id: 'interactive-brokers-options',
  name: CHAINS_NAME,
  baseUrl: '',
  keyUrl: 'https://www.interactivebrokers.com/en/trading/tws.php',
  keyForm: 'host, port and a client number of its own, joined by colons, such as 127.0.0.1:7497:48',
  capabilities: {
    delayMs: 0,
    hasOpenInterest: true,
    isSimulated: false,
    access: 'keyed',
    budget: [],
    note: `By TWS or Gateway with a client number of its own. Prices of the ${STRIKES_EACH_SIDE} strikes on each side of the spot, over at most ${LINES_MAX} of the 100 lines of a login; other strikes are listed without. Delayed where nothing is subscribed to.`,
  },
  create({ key, clock }) {
    const address = addressOf(key);
    let opened: Promise<ChainLine> | undefined;
    /** The session that stands, or a new one. */
    const connected = async (): Promise<ChainLine> => {
      if (typeof address === 'string') throw refusal('unauthorised', address);
      const held = await opened?.catch(() => undefined);
      if (!held || held.hasEnded) opened = ChainLine.open(address, clock);
      const line = await opened!;
      await line.ready;
      return line;
    };
    const expirations = async (underlying: string): Promise<string[]> => {
      const line = await connected();
      const classes = await askParameters(line, clock, await underlyingOf(line, clock, underlying));
      const dates = classes
        .filter(({ multiplier, tradingClass }) => multiplier === SHARES && !/\d/.test(tradingClass))
        .flatMap((one) => one.expirations.map(dashed));
      if (dates.length > 0) return [...new Set(dates)].sort();
      throw refusal(
        'not-found',
        `TWS lists no options on ${underlying}; ask for a share, fund or index with listed options`,
      );
    };
    return {
      id: interactiveBrokersOptions.id,
      name: CHAINS_NAME,
      capabilities: interactiveBrokersOptions.capabilities,
      async expirations(underlying, signal) {
        return obey(signal, expirations(underlying));
      },
      async chain({ underlying, expiration, signal }) {
        return obey(
          signal,
          connected().then((line) => readChain(line, clock, { underlying, expiration })),
        );
      },
      async check(signal) {
        await obey(signal, expirations('SPY'));
      },
    };
  },
};

/** A text says what is wrong with it. */
function addressOf(key: string): ChainAddress | string {
  const [, host = '', port, clientId] = /^([^:\s]+):(\d{1,5}):(\d{1,6})$/.exec(key.trim()) ?? [];
  return host === ''
    ? `its address is not of the right form; write ${interactiveBrokersOptions.keyForm}`
    : { host, port: Number(port), clientId: Number(clientId) };
}

async function obey<Answer>(signal: AbortSignal | undefined, answer: Promise<Answer>): Promise<Answer> {
  signal?.throwIfAborted();
  const found = await answer;
  signal?.throwIfAborted();
  return found;
}

interface Underlying {
  readonly symbol: string;
  readonly secType: string;
  readonly conId: number;
  readonly contract: Contract;
}

async function underlyingOf(line: ChainLine, clock: Clock, name: string): Promise<Underlying> {
  const exchange = INDICES[name];
  const symbol = name.replace('.', ' ');
  const secType = exchange === undefined ? 'STK' : 'IND';
  const query = { symbol, secType, currency: 'USD', exchange: exchange ?? 'SMART' } as Contract;
  const [first] = await askContracts(line, clock, { what: name, query });
  const { conId } = first?.contract ?? {};
  if (conId === undefined)
    throw refusal('malformed', `TWS tells no number of ${name}; update TWS, then ask again`);
  return { symbol, secType, conId, contract: { ...query, conId } };
}

async function readChain(
  line: ChainLine,
  clock: Clock,
  { underlying, expiration }: { readonly underlying: string; readonly expiration: string },
): Promise<ProviderChain> {
  const known = await underlyingOf(line, clock, underlying);
  const what = `options on ${underlying} to ${expiration}`;
  const query = {
    symbol: known.symbol,
    secType: 'OPT',
    currency: 'USD',
    exchange: 'SMART',
    lastTradeDateOrContractMonth: expiration.replaceAll('-', ''),
  } as Contract;
  const listed = await askContracts(line, clock, { what, query });
  const found = await spotOf(line, clock, known, underlying);
  const contracts = new Map<string, Contract>();
  const setAside: { raw: string; reason: string }[] = [];
  for (const { contract } of listed) {
    const symbol = symbolOf(contract);
    if (parseOptionSymbol(symbol) && Number(contract.multiplier ?? SHARES) === SHARES)
      contracts.set(symbol, contract);
    else
      setAside.push({
        raw: symbol,
        reason: `${symbol || 'a contract without symbol'} is no standard contract; what an adjusted one delivers no symbol tells`,
      });
  }
  const watched = await watchWindow(line, clock, contracts, found.spot);
  const quotes = [...contracts.keys()].map((symbol) => quoteOf(symbol, watched.get(symbol), clock.now()));
  const modelled = [...watched.values()].find(({ spot }) => spot !== undefined)?.spot;
  const spot = found.spot ?? modelled ?? null;
  return { underlying, quotes, spot, spotTime: spot === null ? null : found.time, setAside };
}

/** The price of the underlying; null where the login may not see it, as its options may tell it still. */
async function spotOf(line: ChainLine, clock: Clock, { contract }: Underlying, what: string) {
  try {
    const market = await watchMarket(line, clock, { what, contract, ticks: '' });
    const { bid, ask, last, close } = market;
    const middle = bid !== undefined && ask !== undefined ? (bid + ask) / 2 : undefined;
    return { spot: last ?? middle ?? close ?? null, time: timeOf(market.type, clock.now()) };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'unauthorised') throw error;
    return { spot: null, time: clock.now() };
  }
}

/** The strikes nearest to the price, a limited number at a time. One that is refused alone is left without a price. */
async function watchWindow(
  line: ChainLine,
  clock: Clock,
  contracts: ReadonlyMap<string, Contract>,
  spot: number | null,
): Promise<ReadonlyMap<string, WatchedMarket>> {
  const waiting = [...window([...contracts.keys()], spot)];
  const watched = new Map<string, WatchedMarket>();
  let fault: ProviderError | undefined;
  const work = async (): Promise<void> => {
    for (let symbol = waiting.shift(); symbol !== undefined; symbol = waiting.shift()) {
      try {
        const contract = contracts.get(symbol)!;
        watched.set(symbol, await watchMarket(line, clock, { what: symbol, contract, ticks: OPTION_TICKS }));
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        fault ??= error;
        if (error.kind === 'rate-limited' || line.hasEnded) waiting.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LINES_MAX, waiting.length) }, work));
  if (fault && (watched.size === 0 || fault.kind === 'rate-limited' || line.hasEnded)) throw fault;
  return watched;
}

/** Options of the strikes nearest to the spot, or to the middle of the list. */
function window(symbols: readonly string[], spot: number | null): readonly string[] {
  const strikeOf = (symbol: string): number => decimalToNumber(parseOptionSymbol(symbol)!.strike);
  const strikes = [...new Set(symbols.map(strikeOf))].sort((a, b) => a - b);
  const center = spot ?? strikes[Math.floor(strikes.length / 2)] ?? 0;
  const nearest = strikes
    .toSorted((a, b) => Math.abs(a - center) - Math.abs(b - center))
    .slice(0, 2 * STRIKES_EACH_SIDE + 1);
  return symbols.filter((symbol) => nearest.includes(strikeOf(symbol)));
}

function quoteOf(symbol: string, market: WatchedMarket | undefined, now: number): OptionQuote {
  const hasQuote = market?.bid !== undefined || market?.ask !== undefined;
  return {
    symbol,
    bid: market?.bid ?? null,
    ask: market?.ask ?? null,
    bidSize: market?.bidSize ?? null,
    askSize: market?.askSize ?? null,
    last: market?.last ?? null,
    volume: market?.volume ?? null,
    openInterest: market?.openInterest ?? null,
    quoteTime: hasQuote ? timeOf(market.type, now) : null,
    impliedVolatility: market?.volatility ?? null,
  };
}

/** TWS tells no time with a quote: it is now, a quarter of an hour ago, or the close that it stands since. */
function timeOf(type: number, now: number): number {
  const delayed = DELAYED.includes(type) ? now - DELAYED_MS : now;
  if (!FROZEN.includes(type)) return delayed;
  const calendar = calendarById('XNYS');
  let session = calendar.previousSession(now + DAY_MS);
  while (session.close > now) session = calendar.previousSession(session.date);
  return session.close;
}

/** As the OCC writes it, without the spaces behind its root. */
function symbolOf({ localSymbol = '' }: ContractDetails['contract']): string {
  return localSymbol.replaceAll(' ', '');
}

/** `20261218` as `2026-12-18`. */
function dashed(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}
