import type { PortfolioState } from '#contract/services/trading';
import { averageTrueRange } from '#domain/indicators/volatility/average-true-range';
import type { BarColumns } from '#domain/market/bar';
import { riskPerTradeSize } from '#domain/risk/position-sizing';
import type { RiskLimits } from '#domain/risk/risk-limits';
import { DECIMAL_ZERO, decimalFromNumber, formatDecimal, parseDecimal } from '#domain/values/decimal';

export interface SuggestedQuantity {
  readonly quantity: string;
  /** Short, for beside the field. */
  readonly label: string;
  /** The sentence behind it. */
  readonly reason: string;
}

/** Average ranges between entry and stop of a risk-sized order; the same as the risk manager's. */
const STOP_RANGES = 2;
const RANGE_DAYS = 14;

export interface SuggestionInput {
  readonly side: 'buy' | 'sell';
  readonly symbol: string;
  readonly price: number | null;
  readonly dailyBars: BarColumns;
  readonly portfolio: PortfolioState;
  readonly limits: RiskLimits;
}

/** How many to trade: all that is held when closing, else what risks the set share of equity at a stop two ranges away. */
export function suggestQuantity(input: SuggestionInput): SuggestedQuantity | null {
  const { side, symbol, price, portfolio, limits } = input;
  const held = portfolio.positions.find((position) => position.symbol === symbol)?.quantity ?? '0';
  const isHeldLong = parseDecimal(held) > 0n;
  if (side === 'sell' && isHeldLong)
    return { quantity: held, label: 'all held', reason: `closes the ${held} held` };
  if (price === null || price <= 0) return null;
  const range = latestRange(input.dailyBars);
  if (range === null || range <= 0) return null;
  const stopDistance = decimalFromNumber(range * STOP_RANGES);
  if (stopDistance <= 0n) return null;
  const otherGross = portfolio.positions.reduce(
    (sum, position) =>
      position.symbol === symbol ? sum : sum + decimalFromNumber(Math.abs(position.marketValue)),
    DECIMAL_ZERO,
  );
  const sized = riskPerTradeSize({
    equity: decimalFromNumber(portfolio.equity),
    price: decimalFromNumber(price),
    limits,
    currentQuantity: isHeldLong ? parseDecimal(held) : DECIMAL_ZERO,
    otherGross,
    buyingPower: parseDecimal(portfolio.buyingPower),
    stopDistance,
  });
  const more = sized.targetQuantity - (isHeldLong ? parseDecimal(held) : DECIMAL_ZERO);
  if (more <= 0n) return null;
  return {
    quantity: formatDecimal(more),
    label: `risk ${limits.riskPerTradePct} %`,
    reason: `${sized.reason}; stop ${STOP_RANGES} average true ranges of ${RANGE_DAYS} days away`,
  };
}

function latestRange(bars: BarColumns): number | null {
  if (bars.length <= RANGE_DAYS) return null;
  const [column] = averageTrueRange.batch(bars, { period: RANGE_DAYS });
  const value = column?.[bars.length - 1];
  return value === undefined || Number.isNaN(value) ? null : value;
}
