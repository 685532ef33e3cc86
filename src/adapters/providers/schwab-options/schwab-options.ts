import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { OptionQuote } from '#domain/options/option-chain';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '#domain/values/json-value';
import type { OptionChainProviderDefinition, ProviderChain } from '#engine/ports/option-chains';
import { malformedAnswer, symbolNotFound } from '#engine/ports/provider-error';
import { createSchwabAccess } from './schwab-access.ts';

const NAME = 'Schwab options';
const MARKET_DATA = '/marketdata/v1';
/** Indices that options are listed on bear a sign. */
const INDICES = new Set(['SPX', 'XSP', 'NDX', 'RUT', 'VIX', 'DJX', 'XND', 'MRUT']);

type Answer = Readonly<Record<string, unknown>>;

/** Chains of US shares, funds and indices by the market data interface of Schwab (developer.schwab.com: chains, expirationchain). */
export const schwabOptions: OptionChainProviderDefinition = {
  id: 'schwab-options',
  name: NAME,
  baseUrl: 'https://api.schwabapi.com',
  keyUrl: 'https://developer.schwab.com',
  keyForm: 'app key, app secret and refresh token joined by colons',
  capabilities: {
    delayMs: 0,
    hasOpenInterest: true,
    isSimulated: false,
    access: 'keyed',
    budget: [{ requests: 120, perMs: 60_000 }],
    note: 'The refresh token in the key ends with the login, after seven days. Volatilities of its own are told in percent.',
  },
  create({ http, key, now }) {
    const access = createSchwabAccess(http, { name: NAME, key, now });
    const ask = async (
      path: string,
      query: Readonly<Record<string, string>>,
      signal: AbortSignal | undefined,
    ): Promise<Answer> => {
      const { status, body } = await http.getJson({
        path: `${MARKET_DATA}${path}`,
        query,
        ...(await access(signal)),
        ...(signal ? { signal } : {}),
      });
      if (status !== 200)
        throw symbolNotFound(
          NAME,
          query['symbol'] ?? '',
          'ask for a US share, fund or index with listed options',
        );
      const answer = objectOf(body);
      if (!answer) throw malformedAnswer(NAME, 'is no object');
      return answer;
    };
    const expirations = async (underlying: string, signal?: AbortSignal): Promise<string[]> => {
      const answer = await ask('/expirationchain', { symbol: vendorSymbol(underlying) }, signal);
      const list = listOf(answer['expirationList']);
      if (!list) throw malformedAnswer(NAME, 'has no list of expirations');
      const dates = new Set(
        list.flatMap((one) => textOf(objectOf(one)?.['expirationDate'])?.slice(0, 10) ?? []),
      );
      if (dates.size === 0) throw symbolNotFound(NAME, underlying, 'it has no listed options');
      return [...dates].sort();
    };
    return {
      id: schwabOptions.id,
      name: NAME,
      capabilities: schwabOptions.capabilities,
      expirations,
      async chain({ underlying, expiration, signal }) {
        const query = {
          symbol: vendorSymbol(underlying),
          contractType: 'ALL',
          strategy: 'SINGLE',
          includeUnderlyingQuote: 'true',
          fromDate: expiration,
          toDate: expiration,
        };
        return readChain(underlying, await ask('/chains', query, signal));
      },
      async check(signal) {
        await expirations('SPY', signal);
      },
    };
  },
};

function readChain(underlying: string, answer: Answer): ProviderChain {
  const maps = ['callExpDateMap', 'putExpDateMap'].map((name) => objectOf(answer[name]));
  if (maps.some((map) => map === undefined)) throw malformedAnswer(NAME, 'has no maps of calls and puts');
  const setAside: { raw: string; reason: string }[] = [];
  const quotes: OptionQuote[] = [];
  for (const contract of maps.flatMap(contractsIn)) {
    const symbol = (textOf(contract['symbol']) ?? '').replaceAll(' ', '');
    const isStrange = contract['nonStandard'] === true || contract['isNonStandard'] === true;
    if (isStrange || parseOptionSymbol(symbol) === undefined)
      setAside.push({
        raw: JSON.stringify(contract),
        reason: `${symbol || 'a contract without symbol'} is no standard contract; what an adjusted one delivers no symbol tells`,
      });
    else quotes.push(quoteOf(symbol, contract));
  }
  const asset = objectOf(answer['underlying']);
  return {
    underlying,
    quotes,
    spot: price(asset?.['mark']) ?? price(asset?.['last']) ?? price(answer['underlyingPrice']),
    spotTime: instant(asset?.['quoteTime']) ?? instant(asset?.['tradeTime']),
    setAside,
  };
}

/** `{"2026-12-18:27": {"150.0": [contract]}}` */
function contractsIn(map: Answer | undefined): Answer[] {
  const contracts = objectsOf(Object.values(map ?? {})).flatMap((strikes) => Object.values(strikes));
  return objectsOf(contracts.flatMap((several) => listOf(several) ?? []));
}

/** The documents name a price `bidPrice`, the answers `bid`. */
function quoteOf(symbol: string, contract: Answer): OptionQuote {
  const volatility = numberOf(contract['volatility']);
  return {
    symbol,
    bid: price(contract['bid']) ?? price(contract['bidPrice']),
    ask: price(contract['ask']) ?? price(contract['askPrice']),
    bidSize: count(contract['bidSize']),
    askSize: count(contract['askSize']),
    last: price(contract['last']) ?? price(contract['lastPrice']),
    volume: count(contract['totalVolume']),
    openInterest: count(contract['openInterest']),
    quoteTime: instant(contract['quoteTimeInLong']),
    // −999 stands for none.
    impliedVolatility: volatility > 0 ? volatility / 100 : null,
  };
}

/** `BRK.B` is `BRK/B` there, an index bears a sign. */
function vendorSymbol(underlying: string): string {
  const symbol = underlying.toUpperCase().replace(/^\^/, '');
  return INDICES.has(symbol) ? `$${symbol}` : symbol.replace('.', '/');
}

function price(value: unknown): number | null {
  const number = numberOf(value);
  return number > 0 ? number : null;
}

function count(value: unknown): number | null {
  const number = numberOf(value);
  return number >= 0 ? number : null;
}

function instant(value: unknown): number | null {
  const number = numberOf(value);
  return number > 0 ? number : null;
}
