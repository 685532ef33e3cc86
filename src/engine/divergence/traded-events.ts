import { formatDecimal } from '#domain/values/decimal';
import { playedSymbol } from '../simulation/decision-tape.ts';
import type { ListedEvent } from '../simulation/order-list-hash.ts';
import type { OrderEvent } from '../strategy-runs/run-order-list.ts';
import type { TradedEvent } from './traded-run.ts';

/** What a backtest kept, in the order of time; orders before fills of the same time. */
export function eventsOfBacktest(kept: readonly ListedEvent[]): TradedEvent[] {
  return inOrder(
    kept.map((event): TradedEvent => {
      if (event.kind === 'order') {
        const { time, symbol, side, type, quantity, limitPrice, stopPrice } = event.order;
        return { kind: 'order', time, symbol, side, type, ...amounts({ quantity, limitPrice, stopPrice }) };
      }
      const { eventTime, symbol = '', side = 'buy', quantity, price, fee } = event.fill;
      return { kind: 'fill', time: eventTime, symbol, side, ...amounts({ quantity, price, fee }) };
    }),
  );
}

/** What the journal holds of orders and fills. */
export function eventsOfOrders(events: readonly OrderEvent[]): TradedEvent[] {
  return inOrder(
    events.map((event): TradedEvent => {
      const { clientOrderId: orderId, symbol: named, side, origin, type } = event.order;
      const common = { time: event.time, symbol: playedSymbol(named), side, orderId, origin };
      if (event.kind === 'order') {
        const { quantity, limitPrice, stopPrice } = event.order;
        return { kind: 'order', ...common, type, ...amounts({ quantity, limitPrice, stopPrice }) };
      }
      const { quantity, price, fee } = event.fill;
      return { kind: 'fill', ...common, ...amounts({ quantity, price, fee }) };
    }),
  );
}

/** Stable: what came first of one time and kind stays first. */
export function inOrder(events: readonly TradedEvent[]): TradedEvent[] {
  return [...events].sort((a, b) => a.time - b.time || Number(a.kind === 'fill') - Number(b.kind === 'fill'));
}

type Amount = 'quantity' | 'limitPrice' | 'stopPrice' | 'price' | 'fee';

function amounts<Given extends Partial<Record<Amount, bigint | number | undefined>>>(
  given: Given,
): { quantity: string } & Partial<Record<Amount, string>> {
  const told = Object.entries(given).filter(([, value]) => value !== undefined);
  const texts = told.map(([name, value]) => [name, formatDecimal(BigInt(value as bigint | number))]);
  return Object.fromEntries(texts) as { quantity: string } & Partial<Record<Amount, string>>;
}
