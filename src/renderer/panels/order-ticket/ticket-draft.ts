import type { OrderRequest, PortfolioState } from '#contract/services/trading';
import { averageTrueRange } from '#domain/indicators/volatility/average-true-range';
import type { BarColumns } from '#domain/market/bar';
import { riskPerTradeSize } from '#domain/risk/position-sizing';
import type { RiskLimits } from '#domain/risk/risk-limits';
import { DECIMAL_ZERO, decimalFromNumber, formatDecimal, parseDecimal } from '#domain/values/decimal';

/** An order as it is being written: texts as typed. */
export interface TicketDraft {
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop';
  readonly quantity: string;
  /** Limit or stop price, by type; unused by market orders. */
  readonly price: string;
  readonly timeInForce: 'day' | 'gtc';
}

export const EMPTY_DRAFT: TicketDraft = {
  side: 'buy',
  type: 'market',
  quantity: '',
  price: '',
  timeInForce: 'day',
};

/** What can be sent of a draft, or what is wrong with it by field. An empty field is missing, not wrong. */
export interface DraftCheck {
  readonly request: Omit<OrderRequest, 'nonce'> | null;
  readonly quantityError?: string;
  readonly priceError?: string;
}

/** Reads a draft for a symbol. Thousands separators and spaces in numbers are accepted. */
export function checkDraft(draft: TicketDraft, symbol: string | null): DraftCheck {
  const quantity = readAmount(draft.quantity, 'quantity');
  const price = draft.type === 'market' ? null : readAmount(draft.price, `${draft.type} price`);
  const errors = {
    ...(quantity.error === undefined ? {} : { quantityError: quantity.error }),
    ...(price?.error === undefined ? {} : { priceError: price.error }),
  };
  if (symbol === null || quantity.text === null || (price !== null && price.text === null)) {
    return { request: null, ...errors };
  }
  const stated = price?.text ?? null;
  return {
    request: {
      symbol,
      side: draft.side,
      type: draft.type,
      quantity: quantity.text,
      timeInForce: draft.timeInForce,
      ...(draft.type === 'limit' && stated !== null ? { limitPrice: stated } : {}),
      ...(draft.type === 'stop' && stated !== null ? { stopPrice: stated } : {}),
    },
  };
}

function readAmount(typed: string, what: string): { readonly text: string | null; readonly error?: string } {
  const plain = typed.replace(/[\s,_]/g, '');
  if (plain === '') return { text: null };
  if (!/^\d*\.?\d*$/.test(plain) || !/\d/.test(plain))
    return { text: null, error: `"${typed.trim()}" is no ${what}; write a number like 12.5` };
  const [whole, fraction = ''] = plain.split('.');
  if (fraction.length > 8)
    return { text: null, error: `${what} has ${fraction.length} digits after the point; 8 are kept` };
  const exact = parseDecimal(`${whole || '0'}.${fraction || '0'}`);
  if (exact <= 0n) return { text: null, error: `${what} must be above zero` };
  return { text: formatDecimal(exact) };
}

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
