import { instrumentLabel, parseOptionSymbol } from '../instruments/option-contract.ts';
import { legsLabel, netPrice, tradedLegs } from '../orders/combo.ts';
import type { OrderIntent } from '../orders/order.ts';
import { DECIMAL_ZERO, type Decimal, decimalFromNumber } from '../values/decimal.ts';
import { toldDecimal } from '../values/told-number.ts';
import type { LimitCheckInput, LimitVerdict } from './limit-check.ts';
import { amountText, isAboveShare, lossAtHalt, percentText, shareAbove } from './limit-texts.ts';
import {
  decimalOf,
  hasMargin,
  lastNet,
  limitNet,
  type OptionCharge,
  optionCharge,
  type PriceOf,
  underlyingOf,
} from './option-charge.ts';
import { optionRequirement } from './option-margin.ts';
import { percentOf, portfolioExposure } from './portfolio-exposure.ts';
import { shortLimit } from './short-limit.ts';

interface Situation extends LimitCheckInput {
  readonly priceOf: PriceOf;
  readonly charge: OptionCharge;
  /** What it newly ties up; zero for an order that frees some. */
  readonly opened: Decimal;
}

/**
 * The same limits for orders that concern options: a spread counts with the most it can lose, a short option with its
 * margin or with what covers it whole, anything bought with its price. What an order frees passes as one towards flat.
 */
export function checkOptionLimits(input: LimitCheckInput): LimitVerdict {
  const { intent, portfolio, instrument, priceOf = () => null } = input;
  const what = labelOf(intent);
  const reasons: string[] = [];
  let limitsChecked = 0;
  const judge = (reason: string | undefined): void => {
    limitsChecked++;
    if (reason !== undefined) reasons.push(reason);
  };
  judge(instrument === undefined ? `${what} is not known` : undefined);
  judge(instrument?.isTradable === false ? `${what} can be watched but not traded` : undefined);
  const isCounted = intent.quantity > DECIMAL_ZERO;
  judge(isCounted ? undefined : `quantity is ${toldDecimal(intent.quantity)}, it must be above zero`);
  const charge = isCounted ? optionCharge(intent, portfolio, priceOf) : undefined;
  if (isCounted)
    judge(charge ? undefined : `no price is known for ${unpriced(intent, priceOf)}: nothing can be judged`);
  if (charge) {
    const { needed } = charge;
    const opened = needed === 'unlimited' || needed <= DECIMAL_ZERO ? DECIMAL_ZERO : needed;
    for (const limit of LIMITS) judge(limit({ ...input, priceOf, charge, opened }));
  }
  return { verdict: reasons.length === 0 ? 'approved' : 'refused', reasons, limitsChecked };
}

const LIMITS = [
  coverage,
  orderSize,
  positionSize,
  grossExposure,
  priceCollar,
  dailyLoss,
  buyingPower,
  shortShares,
] as const;

function labelOf({ symbol, legs }: OrderIntent): string {
  return legs === undefined ? instrumentLabel(symbol) : legsLabel(legs);
}

function unpriced(intent: OrderIntent, priceOf: PriceOf): string {
  return tradedLegs(intent)
    .filter(({ symbol }) => !((priceOf(symbol) ?? 0) > 0))
    .map(({ symbol }) => instrumentLabel(symbol))
    .join(' and ');
}

function coverage({ intent, charge, portfolio, priceOf }: Situation): string | undefined {
  if (charge.needed !== 'unlimited') return undefined;
  const underlying = [...new Set(tradedLegs(intent).map(({ symbol }) => underlyingOf(symbol)))].join(' and ');
  if (hasMargin(portfolio) && priceOf(underlying) === null)
    return `no price is known for ${underlying}: what short options on it tie up cannot be judged`;
  return `nothing would cover the short options on ${underlying}, and what they can lose has no end: hold the shares, or buy an option that covers them`;
}

function orderSize({ opened, portfolio, limits }: Situation): string | undefined {
  return shareAbove('order ties up', {
    part: opened,
    opened,
    equity: portfolio.equity,
    limitPct: limits.orderPctMax,
  });
}

/** All that can be lost on one underlying: shares, what options are worth, and what they tie up besides. */
function positionSize({ intent, charge, opened, portfolio, limits, priceOf }: Situation): string | undefined {
  const underlying = underlyingOf(tradedLegs(intent)[0]?.symbol ?? intent.symbol);
  const held = charge.holdings.filter(({ symbol }) => underlyingOf(symbol) === underlying);
  const options = held.filter(({ symbol }) => parseOptionSymbol(symbol) !== undefined);
  const { equity } = portfolio;
  const { gross } = portfolioExposure({ equity, holdings: held.filter((one) => !options.includes(one)) });
  const { net } = portfolioExposure({ equity, holdings: options });
  const tied = optionRequirement(held, { hasMargin: hasMargin(portfolio), priceOf: decimalOf(priceOf) });
  return shareAbove(`positions on ${underlying} would tie up`, {
    part: gross + net + (tied === 'unlimited' ? DECIMAL_ZERO : tied),
    opened,
    equity,
    limitPct: limits.positionPctMax,
  });
}

function grossExposure({ opened, portfolio, limits }: Situation): string | undefined {
  const { gross, unpriced: unknown } = portfolioExposure(portfolio);
  if (opened > DECIMAL_ZERO && unknown.length > 0)
    return `no price is known for ${unknown.join(', ')}, held in the account: gross exposure cannot be judged`;
  return shareAbove('gross exposure would be', {
    part: gross + opened,
    opened,
    equity: portfolio.equity,
    limitPct: limits.grossExposurePctMax,
  });
}

/** How much worse than the market the limit is, measured by what the legs cost each by itself: a net may be near zero. */
function priceCollar({ intent, limits, priceOf }: Situation): string | undefined {
  const stated = limitNet(intent);
  const legs = tradedLegs(intent);
  const last = lastNet(legs, priceOf);
  if (stated === undefined || last === undefined || stated <= last) return undefined;
  const prices = legs.map(({ symbol }) => decimalFromNumber(priceOf(symbol) ?? 0));
  const whole = netPrice(
    legs.map((leg) => ({ ...leg, side: 'buy' })),
    prices,
  );
  if (!isAboveShare(stated - last, whole, limits.priceCollarPct)) return undefined;
  const share = percentText(percentOf(stated - last, whole) ?? 0, limits.priceCollarPct);
  return `limit ${toldDecimal(stated)} is worse than the market at ${toldDecimal(last)} by ${share} of what its legs cost, beyond the collar of ${limits.priceCollarPct} %`;
}

function dailyLoss({ opened, portfolio, limits }: Situation): string | undefined {
  return opened === DECIMAL_ZERO ? undefined : lossAtHalt(portfolio, limits);
}

function buyingPower({ charge, portfolio, fee = DECIMAL_ZERO }: Situation): string | undefined {
  const { needed, free } = charge;
  if (needed === 'unlimited' || needed <= DECIMAL_ZERO) return undefined;
  const available = free - (portfolio.reserved ?? DECIMAL_ZERO);
  if (needed + fee <= available) return undefined;
  return `order ties up ${amountText(needed + fee)}, above the buying power of ${amountText(available > 0n ? available : 0n)}`;
}

/** Shares among the legs that would be sold short. */
function shortShares({ intent, portfolio }: Situation): string | undefined {
  for (const { symbol, side, ratio } of tradedLegs(intent)) {
    if (parseOptionSymbol(symbol) !== undefined) continue;
    const before = portfolio.holdings.find((held) => held.symbol === symbol)?.quantity ?? DECIMAL_ZERO;
    const sold = { symbol, side, quantity: intent.quantity * BigInt(ratio) };
    const fault = shortLimit({ intent: sold, portfolio, before });
    if (fault !== undefined) return fault;
  }
  return undefined;
}
