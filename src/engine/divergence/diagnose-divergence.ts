import type { Divergence } from '#contract/services/strategy-runs';
import { differingFields, ORDER_FIELDS } from './differing-fields.ts';
import { findCause } from './find-cause.ts';
import { matchShare } from './match-share.ts';
import type { TradedEvent, TradedRun } from './traded-run.ts';

export type FirstDifference = NonNullable<Divergence['first']>;

/** Where two runs part: the first event that differs, field by field, and what most likely made it so. */
export function diagnoseDivergence(a: TradedRun, b: TradedRun): Divergence {
  const hasOrders = a.hasOrders && b.hasOrders;
  const [ofA, ofB] = [a, b].map(({ events }) =>
    hasOrders ? events : events.filter(({ kind }) => kind === 'fill'),
  ) as [readonly TradedEvent[], readonly TradedEvent[]];
  let equal = 0;
  while (equal < ofA.length && equal < ofB.length && differingFields(ofA[equal]!, ofB[equal]!).length === 0)
    equal += 1;
  const isEqual = equal === ofA.length && equal === ofB.length;
  const first = isEqual ? null : firstDifference(ofA[equal], ofB[equal], equal);
  return {
    a: a.name,
    b: b.name,
    isEqual,
    eventsA: ofA.length,
    eventsB: ofB.length,
    equalEvents: equal,
    matchPct: matchShare(ofA, ofB) * 100,
    orderListHashA: a.orderListHash,
    orderListHashB: b.orderListHash,
    first,
    cause: first && findCause({ a, b, eventA: ofA[equal], eventB: ofB[equal], since: ofA[equal - 1]?.time }),
  };
}

function firstDifference(
  a: TradedEvent | undefined,
  b: TradedEvent | undefined,
  index: number,
): FirstDifference {
  const earlier = !b || (a && a.time <= b.time) ? a! : b;
  const isSameKind = a !== undefined && b !== undefined && a.kind === b.kind;
  const names = isSameKind ? differingFields(a, b) : ['kind', ...ORDER_FIELDS, 'price', 'fee'];
  const fields = names
    .map((name) => ({ name, a: textOf(a, name), b: textOf(b, name) }))
    .filter((field) => field.a !== field.b);
  return {
    index,
    kind: earlier.kind,
    time: earlier.time,
    symbol: earlier.symbol,
    orderA: a?.orderId ?? null,
    orderB: b?.orderId ?? null,
    fields,
    text: sentence(a, b),
  };
}

function textOf(event: TradedEvent | undefined, name: string): string | null {
  const value = event?.[name as keyof TradedEvent];
  if (value === undefined) return null;
  return name === 'time' ? new Date(value as number).toISOString() : String(value);
}

function sentence(a: TradedEvent | undefined, b: TradedEvent | undefined): string {
  if (!a) return `only B has ${describeEvent(b!)}`;
  if (!b) return `only A has ${describeEvent(a)}`;
  return `A has ${describeEvent(a)}, B ${describeEvent(b)}`;
}

/** One event in words. */
export function describeEvent(event: TradedEvent): string {
  const { kind, side, quantity, symbol, type, limitPrice, stopPrice, price, fee, time } = event;
  const when = new Date(time).toISOString();
  if (kind === 'fill')
    return `a fill of ${quantity} ${symbol} (${side}) at ${price}${fee === undefined ? '' : `, fee ${fee}`}, ${when}`;
  const prices = [
    ...(limitPrice ? [`limit ${limitPrice}`] : []),
    ...(stopPrice ? [`stop ${stopPrice}`] : []),
  ];
  return `an order to ${side} ${quantity} ${symbol}, ${[type, ...prices].join(' ')}, ${when}`;
}
