import { instrumentLabel } from '../instruments/option-contract.ts';
import { toldText } from '../values/told-number.ts';
import { isComboSymbol, symbolLabel } from './combo.ts';
import type { OrderType, Side } from './order.ts';

/** The terms of an order as they are told, amounts as exact decimal text. */
export interface ToldTerms {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: string;
  readonly limitPrice?: string | undefined;
  readonly stopPrice?: string | undefined;
  readonly trailAmount?: string | undefined;
  readonly trailPercent?: string | undefined;
}

/** `Buy` or `Sell`. */
export function sideWord(side: Side): 'Buy' | 'Sell' {
  return side === 'buy' ? 'Buy' : 'Sell';
}

/** The prices of an order: `stop 12.40 limit 12.30`, `trailing 1.5 %`; empty for those that have none. */
export function priceWords(terms: Omit<ToldTerms, 'side' | 'symbol' | 'quantity'>): string {
  const { type, limitPrice, stopPrice, trailAmount, trailPercent } = terms;
  const parts: string[] = [];
  if (trailPercent !== undefined) parts.push(`trailing ${toldText(trailPercent)} %`);
  else if (trailAmount !== undefined) parts.push(`trailing ${toldText(trailAmount, 2)}`);
  if (stopPrice !== undefined)
    parts.push(`${type.endsWith('touched') ? 'touched' : 'stop'} ${toldText(stopPrice, 2)}`);
  if (limitPrice !== undefined) parts.push(`limit ${toldText(limitPrice, 2)}`);
  return parts.join(' ');
}

/** What an order trades: `Buy 10 GOOG`; of a combination its legs. */
export function orderedWords({
  symbol,
  side,
  quantity,
}: Pick<ToldTerms, 'symbol' | 'side' | 'quantity'>): string {
  return isComboSymbol(symbol)
    ? `${toldText(quantity)} × ${symbolLabel(symbol)}`
    : `${sideWord(side)} ${toldText(quantity)} ${instrumentLabel(symbol)}`;
}

/** One order in a line: `Sell 45 GOOG stop 776.90`, `Buy 1,000 GOOG at market`. */
export function orderLine(terms: ToldTerms): string {
  const what = orderedWords(terms);
  if (terms.type === 'market') return `${what} at market`;
  if (terms.type === 'market-to-limit') return `${what} at market, the rest as a limit`;
  return `${what} ${priceWords(terms)}`;
}
