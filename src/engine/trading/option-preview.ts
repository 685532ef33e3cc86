import type { OrderPreview } from '#contract/services/trading';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { orderMultiplier, tradedLegs } from '#domain/orders/combo';
import type { OrderIntent } from '#domain/orders/order';
import { positionValue } from '#domain/portfolio/ledger';
import { lastNet, limitNet, optionCharge, type PriceOf } from '#domain/risk/option-charge';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import {
  absoluteDecimal,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
} from '#domain/values/decimal';
import type { TradingRoles } from '../agent/roles.ts';

export interface OptionPreviewInput {
  readonly intent: OrderIntent;
  readonly portfolio: RiskPortfolio;
  readonly priceOf: PriceOf;
  readonly execution: TradingRoles['execution'];
}

/**
 * What an order on options would cost and tie up: a spread the most it can lose, a short option its margin or its cover.
 * Undefined for any other order. Amounts are zero where a price is not known.
 */
export function previewOfOptions({
  intent,
  portfolio,
  priceOf,
  execution,
}: OptionPreviewInput): Pick<OrderPreview, 'value' | 'fee' | 'margin' | 'buyingPowerAfter'> | undefined {
  const legs = tradedLegs(intent);
  if (intent.legs === undefined && parseOptionSymbol(intent.symbol) === undefined) return undefined;
  const unit = limitNet(intent) ?? lastNet(legs, priceOf) ?? DECIMAL_ZERO;
  const charge = optionCharge(intent, portfolio, priceOf);
  const fee = legs.reduce((sum, { symbol, ratio }) => {
    const units = intent.quantity * BigInt(ratio);
    const price = decimalFromNumber(priceOf(symbol) ?? 0);
    const isOption = parseOptionSymbol(symbol) !== undefined;
    return sum + (isOption ? (execution.optionFee?.(units) ?? DECIMAL_ZERO) : execution.fee(price, units));
  }, DECIMAL_ZERO);
  const needed: Decimal =
    charge === undefined || charge.needed === 'unlimited' ? DECIMAL_ZERO : charge.needed;
  const free = (charge?.free ?? portfolio.cash) - (portfolio.reserved ?? DECIMAL_ZERO);
  return {
    value: formatDecimal(absoluteDecimal(positionValue(intent.quantity, unit, orderMultiplier(intent)))),
    fee: formatDecimal(fee),
    margin: formatDecimal(needed > DECIMAL_ZERO ? needed : DECIMAL_ZERO),
    buyingPowerAfter: formatDecimal(free - needed - fee),
  };
}
