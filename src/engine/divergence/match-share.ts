import type { TradedEvent } from './traded-run.ts';

/** Share of events that both sides have, of the larger number, wherever they stand; 1 when neither has any. */
export function matchShare(a: readonly TradedEvent[], b: readonly TradedEvent[]): number {
  const larger = Math.max(a.length, b.length);
  if (larger === 0) return 1;
  const left = new Map<string, number>();
  for (const event of a) {
    const key = keyOf(event);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  let both = 0;
  for (const event of b) {
    const key = keyOf(event);
    const count = left.get(key) ?? 0;
    if (count === 0) continue;
    left.set(key, count - 1);
    both += 1;
  }
  return both / larger;
}

function keyOf({
  kind,
  time,
  symbol,
  side,
  type,
  quantity,
  limitPrice,
  stopPrice,
  price,
}: TradedEvent): string {
  return [kind, time, symbol, side, type, quantity, limitPrice, stopPrice, price].join('|');
}
