import { riskPerTradeSize } from '#domain/risk/position-sizing';
import { historicalValueAtRisk, weightedReturns } from '#domain/risk/value-at-risk';
import { simpleReturns } from '#domain/statistics/returns';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  decimalFromNumber,
  decimalToNumber,
  multiplyDecimal,
} from '#domain/values/decimal';
import type { RiskRole } from '#engine/agent/roles';
import { riskConfig } from './config.ts';

/** Units to hold: a stop some average true ranges away may cost the configured share of equity, within every limit. */
export const sizePosition: RiskRole['size'] = ({
  symbol,
  price,
  averageTrueRange,
  conviction,
  portfolio,
  limits,
}) => {
  if (averageTrueRange === null || averageTrueRange <= 0) {
    return {
      quantity: DECIMAL_ZERO,
      stopPrice: null,
      method: 'risk per trade',
      reason: 'no average true range yet: not enough history to place a stop',
    };
  }
  const distance = averageTrueRange * riskConfig.stopRanges;
  const own = portfolio.holdings.find((holding) => holding.symbol === symbol);
  const otherGross = portfolio.holdings.reduce(
    (sum, holding) =>
      holding.symbol === symbol || holding.lastPrice === null
        ? sum
        : sum + absoluteDecimal(multiplyDecimal(holding.quantity, decimalFromNumber(holding.lastPrice))),
    DECIMAL_ZERO,
  );
  const sized = riskPerTradeSize({
    equity: portfolio.equity,
    price: decimalFromNumber(price),
    limits,
    currentQuantity: own && own.quantity > 0n ? own.quantity : DECIMAL_ZERO,
    otherGross,
    buyingPower: portfolio.cash - (portfolio.reserved ?? DECIMAL_ZERO),
    stopDistance: decimalFromNumber(distance),
    conviction: Math.min(1, Math.abs(conviction) * riskConfig.convictionScale),
  });
  const stopPrice = price - distance;
  return {
    quantity: sized.targetQuantity,
    stopPrice: stopPrice > 0 ? decimalToNumber(decimalFromNumber(Math.round(stopPrice * 100) / 100)) : null,
    method: `risk per trade, stop ${riskConfig.stopRanges} ATR`,
    reason: sized.reason,
  };
};

/** One-day historical value at risk at 99 % of fixed weights over the newest returns all holdings have. */
export const portfolioValueAtRisk: RiskRole['valueAtRisk'] = (holdings) => {
  if (holdings.length === 0) return 0;
  const columns = holdings.map(({ closes }) =>
    simpleReturns(closes.subarray(Math.max(0, closes.length - riskConfig.valueAtRiskDays - 1))),
  );
  const found = historicalValueAtRisk(
    weightedReturns(
      holdings.map(({ weight }) => weight),
      columns,
    ),
    0.99,
  );
  return found ? Math.max(0, found.valueAtRisk) : null;
};
