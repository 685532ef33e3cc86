import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { Fill, OrderIntent } from './order.ts';

/** What two runs compare of an order. `time` is when it was decided, milliseconds. */
export type ListedOrder = { readonly time: number } & Pick<
  OrderIntent,
  'symbol' | 'side' | 'quantity' | 'type' | 'limitPrice' | 'stopPrice'
>;

/** Canonical line of an order: `order|time|symbol|side|quantity|type|limit|stop`, an absent price empty. */
export function orderLine(order: ListedOrder): string {
  const { time, symbol, side, quantity, type, limitPrice, stopPrice } = order;
  return `order|${time}|${symbol}|${side}|${formatDecimal(quantity)}|${type}|${priceText(limitPrice)}|${priceText(stopPrice)}\n`;
}

/** Canonical line of a fill: `fill|time|quantity|price|fee`. */
export function fillLine(fill: Pick<Fill, 'eventTime' | 'quantity' | 'price' | 'fee'>): string {
  return `fill|${fill.eventTime}|${formatDecimal(fill.quantity)}|${formatDecimal(fill.price)}|${formatDecimal(fill.fee)}\n`;
}

function priceText(price: Decimal | undefined): string {
  return price === undefined ? '' : formatDecimal(price);
}
