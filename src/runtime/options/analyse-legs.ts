import { OctopusError } from '#contract/errors';
import type { StrategyAnalysisView, StrategyLegInput } from '#contract/services/options';
import { contractMultiplier, instrumentLabel, parseOptionSymbol } from '#domain/instruments/option-contract';
import { analyseStrategy, type StrategyAnalysis } from '#domain/options/analyse-strategy';
import { type StrategyPart, strategyName } from '#domain/options/named-strategies';
import { middleOf } from '#domain/options/option-chain';
import { optionLeg, type StrategyLeg } from '#domain/options/strategy-leg';
import { type ChainRow, quotesByStrike, type ValuedQuote, valueRow } from '#domain/options/value-chain';
import { decimalToNumber } from '#domain/values/decimal';
import type { ChainQuestion, LoadedChain, OptionDesk } from './option-desk.ts';

type LegView = StrategyAnalysisView['legs'][number];

/** What a leg trades at, and what an option is valued with. */
interface PricedLeg {
  readonly view: LegView;
  /** A fraction a year; null for the underlying, and where nothing implies one. */
  readonly volatility: number | null;
}

/**
 * What legs cost, risk and can win together, each leg at its middle unless a net price is given. Throws a BAD_REQUEST for a
 * leg that is neither an option on the underlying nor the underlying itself.
 */
export async function analyseLegs(
  desk: OptionDesk,
  question: ChainQuestion & {
    readonly legs: readonly StrategyLegInput[];
    readonly netPrice?: number | undefined;
  },
): Promise<StrategyAnalysisView> {
  const { underlying, legs } = question;
  const source = desk.source(question);
  const expirations = [
    ...new Set(legs.map((leg) => expirationOf(leg, underlying)).filter((date) => date !== null)),
  ];
  if (expirations.length === 0)
    throw new OctopusError('BAD_REQUEST', 'none of these legs is an option; add one');
  const chains = new Map<string, LoadedChain>();
  for (const expiration of expirations) chains.set(expiration, await desk.load({ ...question, expiration }));
  const [newest] = [...chains.values()].sort((a, b) => b.market.now - a.market.now);
  const { market, spotTime, assumptions } = newest!;
  const priced = legs.map((leg) => {
    const expiration = expirationOf(leg, underlying);
    const chain = expiration === null ? undefined : chains.get(expiration);
    return chain === undefined ? underlyingLeg(leg, market.spot) : pricedLeg(leg, chain);
  });
  const multiplier = Math.max(...legs.map(({ symbol }) => contractMultiplier(symbol)));
  const net = netPrices(priced, multiplier);
  const used = question.netPrice ?? net.middle;
  const missing = priced.find(({ view, volatility }) => view.label !== underlying && volatility === null);
  const isPriced = used !== null && missing === undefined;
  return {
    name: strategyName(legs.flatMap(partOf)),
    source,
    spot: market.spot,
    spotTime,
    assumptions,
    legs: priced.map(({ view }) => view),
    net: { ...net, used },
    multiplier,
    result: isPriced
      ? resultView(analyseStrategy(priced.map(strategyLegOf), market, used * multiplier))
      : null,
    problem: isPriced
      ? null
      : missing
        ? `${missing.view.label} has no volatility: neither its own quotes nor those beside it imply one`
        : 'a leg has no middle price; enter a net price',
  };
}

/** The date on which a leg expires; null for the underlying itself. */
function expirationOf({ symbol }: StrategyLegInput, underlying: string): string | null {
  if (symbol === underlying) return null;
  const contract = parseOptionSymbol(symbol);
  if (contract?.underlying === underlying) return contract.expiration;
  throw new OctopusError(
    'BAD_REQUEST',
    contract
      ? `${symbol} is an option on ${contract.underlying}, not on ${underlying}`
      : `${symbol} is no option; write it as ${underlying.slice(0, 6)}261218C00150000`,
  );
}

function underlyingLeg(leg: StrategyLegInput, spot: number): PricedLeg {
  return {
    view: {
      ...leg,
      label: leg.symbol,
      bid: spot,
      ask: spot,
      middle: spot,
      volatilityPct: null,
      volatilityFrom: null,
      isStale: false,
      fault: null,
    },
    volatility: null,
  };
}

function pricedLeg(leg: StrategyLegInput, { chain, market, seenFrom }: LoadedChain): PricedLeg {
  const contract = parseOptionSymbol(leg.symbol)!;
  const strike = decimalToNumber(contract.strike);
  const rows = quotesByStrike(chain.quotes);
  const row = rows.find((one) => one.strike === strike);
  const valued = row && valueRow(row, market, seenFrom);
  const quoted = valued?.[contract.right] ?? null;
  const implied = impliedAt(strike, rows, (one) => valueRow(one, market, seenFrom), contract.right);
  return {
    view: {
      ...leg,
      label: instrumentLabel(leg.symbol),
      bid: quoted?.quote.bid ?? null,
      ask: quoted?.quote.ask ?? null,
      middle: quoted ? middleOf(quoted.quote) : null,
      volatilityPct: implied === null ? null : implied.volatility * 100,
      volatilityFrom: implied?.from ?? null,
      isStale: quoted?.isStale ?? false,
      fault: quoted === null ? 'not in the chain of this source' : quoted.fault,
    },
    volatility: implied?.volatility ?? null,
  };
}

/** Neighbours that are asked for a volatility when a strike implies none. */
const NEIGHBOURS_MAX = 6;

/** Of its own quote, else of the other right at its strike, else of the nearest strike that implies one. */
function impliedAt(
  strike: number,
  rows: ReturnType<typeof quotesByStrike>,
  value: (row: ReturnType<typeof quotesByStrike>[number]) => ChainRow,
  right: 'call' | 'put',
): { readonly volatility: number; readonly from: string } | null {
  const near = [...rows]
    .sort((a, b) => Math.abs(a.strike - strike) - Math.abs(b.strike - strike))
    .slice(0, NEIGHBOURS_MAX);
  for (const row of near) {
    const { call, put } = value(row);
    const [own, other] = right === 'call' ? [call, put] : [put, call];
    const of = (quote: ValuedQuote | null, name: string) =>
      quote?.volatility == null
        ? null
        : { volatility: quote.volatility, from: row.strike === strike ? name : `${name} at ${row.strike}` };
    const twin = right === 'call' ? 'the put' : 'the call';
    const found = of(own, row.strike === strike ? 'its own quote' : `the ${right}`) ?? of(other, twin);
    if (found) return found;
  }
  return null;
}

/** Prices of one combination, each null where a leg lacks one. */
function netPrices(
  legs: readonly PricedLeg[],
  multiplier: number,
): Pick<StrategyAnalysisView['net'], 'middle' | 'natural' | 'best'> {
  const net = (priceOf: (view: LegView) => number | null): number | null => {
    let sum = 0;
    for (const { view } of legs) {
      const price = priceOf(view);
      if (price === null) return null;
      const units = (view.ratio * contractMultiplier(view.symbol)) / multiplier;
      sum += view.side === 'buy' ? units * price : -units * price;
    }
    return Math.round(sum * 1e6) / 1e6;
  };
  return {
    middle: net(({ middle }) => middle),
    natural: net(({ side, bid, ask }) => (side === 'buy' ? ask : bid)),
    best: net(({ side, bid, ask }) => (side === 'buy' ? bid : ask)),
  };
}

function strategyLegOf({ view, volatility }: PricedLeg): StrategyLeg {
  const quantity = view.side === 'buy' ? view.ratio : -view.ratio;
  const price = view.middle ?? 0;
  return parseOptionSymbol(view.symbol) === undefined
    ? { kind: 'underlying', quantity, price }
    : optionLeg(view.symbol, { quantity, price, volatility: volatility ?? 0 });
}

function partOf({ symbol, side, ratio }: StrategyLegInput): StrategyPart[] {
  const contract = parseOptionSymbol(symbol);
  if (contract === undefined) return [{ kind: 'underlying', side, ratio }];
  const { right, strike, expiration } = contract;
  return [{ kind: 'option', right, strike: decimalToNumber(strike), expiration, side, ratio }];
}

function resultView({ breakEvens, curve, ...figures }: StrategyAnalysis): StrategyAnalysisView['result'] {
  const { spot, atHorizon, now } = curve;
  return {
    ...figures,
    breakEvens: [...breakEvens],
    curve: { spot: [...spot], atHorizon: [...atHorizon], now: [...now] },
  };
}
