import { type Decimal, multiplyDecimal } from '#domain/values/decimal';
import type { Side } from './order.ts';

/** Price after slippage, worse for the order's side. Applies to market and triggered stop orders, never to limits. */
export type SlippageModel = (price: Decimal, side: Side) => Decimal;

export const noSlippage: SlippageModel = (price) => price;

/** A fraction of the price against the order: 0.0005 is five basis points. */
export function slippageOfPrice(fraction: Decimal): SlippageModel {
  return (price, side) => {
    const slip = multiplyDecimal(price, fraction);
    return side === 'buy' ? price + slip : price - slip;
  };
}
