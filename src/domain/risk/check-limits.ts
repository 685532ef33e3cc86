import type { OrderIntent } from '../orders/order.ts';
import { carriedEquity } from '../portfolio/account-rules.ts';
import {
  absoluteDecimal,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  multiplyDecimal,
} from '../values/decimal.ts';
import { toldDecimal } from '../values/told-number.ts';
import { checkOptionLimits } from './check-option-limits.ts';
import type { LimitCheckInput, LimitVerdict } from './limit-check.ts';
import { amountText, isAboveShare, lossAtHalt, percentText, shareAbove } from './limit-texts.ts';
import { concernsOptions, tiedUpBeyondValue } from './option-charge.ts';
import { grossOf, type PortfolioExposure, percentOf } from './portfolio-exposure.ts';
import { shortLimit } from './short-limit.ts';

/** What the limits look at, worked out once. */
interface Situation extends LimitCheckInput {
  readonly price: Decimal;
  readonly exposure: Pick<PortfolioExposure, 'gross' | 'unpriced'>;
  /** Value by which the order opens or enlarges a position; zero for one that only leads towards flat. */
  readonly opened: Decimal;
  /** Value of the symbol's position afterwards. */
  readonly position: Decimal;
  /** Present value of the symbol's position, as part of the gross exposure. */
  readonly present: Decimal;
  readonly isThroughFlat: boolean;
  /** Units held before. */
  readonly before: Decimal;
}

/**
 * Judges an order before it exists. An order towards flat passes the limits on size, exposure, loss and buying power;
 * one that goes through flat is measured by what it opens beyond. Market orders are valued at the last price, buy
 * limits at their limit, all others at the dearer of their price and the last. Amounts are compared exactly. Where options
 * are ordered or held on the symbol, what the order ties up takes the place of its value.
 */
export function checkLimits(input: LimitCheckInput): LimitVerdict {
  const { intent, lastPrice } = input;
  if (concernsOptions(intent, input.portfolio)) return checkOptionLimits(input);
  const reasons: string[] = [];
  let limitsChecked = 0;
  const judge = (reason: string | undefined) => {
    limitsChecked++;
    if (reason !== undefined) reasons.push(reason);
  };
  judge(tradability(input));
  judge(
    intent.quantity > 0n ? undefined : `quantity is ${toldDecimal(intent.quantity)}, it must be above zero`,
  );
  const isPriced = lastPrice !== null && Number.isFinite(lastPrice) && lastPrice > 0;
  judge(isPriced ? undefined : `no price is known for ${intent.symbol}: size and exposure cannot be judged`);
  if (isPriced && intent.quantity > 0n) {
    const situation = survey(input, decimalFromNumber(lastPrice));
    for (const limit of LIMITS) judge(limit(situation));
    if (input.portfolio.rules !== undefined) judge(shortLimit(situation));
  }
  return { verdict: reasons.length === 0 ? 'approved' : 'refused', reasons, limitsChecked };
}

const LIMITS = [orderSize, positionSize, grossExposure, priceCollar, dailyLoss, buyingPower] as const;

function survey(input: LimitCheckInput, last: Decimal): Situation {
  const { intent, portfolio } = input;
  const before = portfolio.holdings.reduce(
    (sum, holding) => (holding.symbol === intent.symbol ? sum + holding.quantity : sum),
    0n,
  );
  const after = before + (intent.side === 'buy' ? intent.quantity : -intent.quantity);
  const isThroughFlat = before !== 0n && after !== 0n && before > 0n !== after > 0n;
  const enlarged = absoluteDecimal(after) - absoluteDecimal(before);
  const openedQuantity = isThroughFlat ? absoluteDecimal(after) : enlarged > 0n ? enlarged : 0n;
  const price = valuationPrice(intent, last);
  const holdings = portfolio.holdings.map((holding) =>
    holding.symbol === intent.symbol ? { ...holding, lastPrice: decimalToNumber(last) } : holding,
  );
  return {
    ...input,
    price,
    before,
    isThroughFlat,
    exposure: grossOf(holdings),
    opened: multiplyDecimal(openedQuantity, price),
    position: multiplyDecimal(absoluteDecimal(after), price),
    present: multiplyDecimal(absoluteDecimal(before), last),
  };
}

function valuationPrice(intent: OrderIntent, last: Decimal): Decimal {
  const stated = intent.limitPrice ?? intent.stopPrice;
  if (stated === undefined || intent.type === 'market') return last;
  if (intent.type === 'limit' && intent.side === 'buy') return stated;
  return stated > last ? stated : last;
}

function tradability({ intent, instrument }: LimitCheckInput): string | undefined {
  if (instrument === undefined) return `${intent.symbol} is not a known instrument`;
  return instrument.isTradable ? undefined : `${intent.symbol} can be watched but not traded`;
}

function orderSize({ opened, isThroughFlat, portfolio, limits }: Situation): string | undefined {
  const subject = isThroughFlat ? 'order opens beyond flat' : 'order is';
  return shareAbove(subject, {
    part: opened,
    opened,
    equity: portfolio.equity,
    limitPct: limits.orderPctMax,
  });
}

function positionSize({ intent, opened, position, portfolio, limits }: Situation): string | undefined {
  const subject = `position in ${intent.symbol} would be`;
  return shareAbove(subject, {
    part: position,
    opened,
    equity: portfolio.equity,
    limitPct: limits.positionPctMax,
  });
}

function grossExposure({
  intent,
  exposure,
  opened,
  position,
  present,
  portfolio,
  limits,
}: Situation): string | undefined {
  const unpriced = exposure.unpriced.filter((symbol) => symbol !== intent.symbol);
  if (opened > 0n && unpriced.length > 0) {
    return `no price is known for ${unpriced.join(', ')}, held in the account: gross exposure cannot be judged`;
  }
  const gross = exposure.gross - present + position;
  return shareAbove('gross exposure would be', {
    part: gross,
    opened,
    equity: portfolio.equity,
    limitPct: limits.grossExposurePctMax,
  });
}

function priceCollar({ intent, limits, lastPrice }: Situation): string | undefined {
  if (intent.type !== 'limit' || intent.limitPrice === undefined || lastPrice === null) return undefined;
  const last = decimalFromNumber(lastPrice);
  // What waits on the good side of the market harms nobody: targets are far away by their nature.
  const distance = intent.side === 'buy' ? intent.limitPrice - last : last - intent.limitPrice;
  if (!isAboveShare(distance, last, limits.priceCollarPct)) return undefined;
  const share = percentText(percentOf(distance, last) ?? 0, limits.priceCollarPct);
  return `limit price ${toldDecimal(intent.limitPrice)} is ${share} worse than the last price ${toldDecimal(last)}, beyond the collar of ${limits.priceCollarPct} %`;
}

function dailyLoss({ opened, portfolio, limits }: Situation): string | undefined {
  return opened === 0n ? undefined : lossAtHalt(portfolio, limits);
}

/** Everything held, all that options tie up and everything reserved must fit into the equity, times what the account may carry for it. */
function buyingPower({
  opened,
  isThroughFlat,
  exposure,
  present,
  portfolio,
  fee,
  priceOf,
}: Situation): string | undefined {
  if (opened === 0n) return undefined;
  const freed = isThroughFlat ? present : 0n;
  const carried = carriedEquity(portfolio.equity, portfolio.rules);
  const tied = (portfolio.reserved ?? 0n) + tiedUpBeyondValue(portfolio, exposure.gross, priceOf);
  const available = carried - exposure.gross - tied + freed;
  const needed = opened + (fee ?? 0n);
  if (needed <= available) return undefined;
  return `order needs ${amountText(needed)}, above the buying power of ${amountText(available > 0n ? available : 0n)}`;
}
