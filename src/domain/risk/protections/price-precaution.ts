import type { OrderTerms } from '#domain/orders/order';
import { decimalToNumber } from '#domain/values/decimal';
import { toldDecimal, toldFloat } from '#domain/values/told-number';
import type { PrecautionName } from './precaution-names.ts';

/** From this distance on, in percent of the last price, a limit that waits is asked about. */
const FAR_PCT = 20;

/**
 * What about the prices of an order a person should look at again, a sentence each: a limit that will hardly be met, and
 * a stop on the wrong side of the market. A limit worse than the market is not asked about: the price collar refuses it.
 */
export function pricePrecautions(
  { side, type, limitPrice, stopPrice }: Pick<OrderTerms, 'side' | 'type' | 'limitPrice' | 'stopPrice'>,
  lastPrice: number | null,
): { readonly name: PrecautionName; readonly text: string }[] {
  if (lastPrice === null || !(lastPrice > 0)) return [];
  const found: { name: PrecautionName; text: string }[] = [];
  const isBuy = side === 'buy';
  if (type === 'limit' && limitPrice !== undefined) {
    const limit = decimalToNumber(limitPrice);
    const away = ((isBuy ? lastPrice - limit : limit - lastPrice) / lastPrice) * 100;
    if (away > FAR_PCT) {
      const text = `limit price ${toldDecimal(limitPrice)} is ${away.toFixed(1)} % ${isBuy ? 'below' : 'above'} the last price ${toldFloat(lastPrice)}; more than ${FAR_PCT} % is asked about`;
      found.push({ name: 'far-from-market', text });
    }
  }
  if ((type === 'stop' || type === 'stop-limit') && stopPrice !== undefined) {
    const stop = decimalToNumber(stopPrice);
    if (isBuy ? stop <= lastPrice : stop >= lastPrice) {
      const text = `a ${side} stop of ${toldDecimal(stopPrice)} triggers at once: the last price is ${toldFloat(lastPrice)}`;
      found.push({ name: 'triggers-at-once', text });
    }
  }
  return found;
}
