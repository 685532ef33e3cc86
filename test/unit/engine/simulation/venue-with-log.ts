import type { TradingCosts } from '#domain/orders/trading-costs';
import { PAPER_VENUE, type VenueProfile } from '#domain/orders/venue-profiles';
import { parseDecimal } from '#domain/values/decimal';
import type { BrokerEvent, BrokerOrder } from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';

const d = parseDecimal;

/** What these orders are for. */
export const INSTRUMENT = {
  symbol: 'A',
  assetClass: 'equity',
  currency: 'USD',
  venue: 'XNYS',
  pricePrecision: 2,
} as const;

/** Ten at the market for the day, but for `part`. */
export function order(clientOrderId: string, part: Partial<BrokerOrder> = {}): BrokerOrder {
  return {
    clientOrderId,
    symbol: 'A',
    side: 'buy',
    type: 'market',
    quantity: d('10'),
    timeInForce: 'day',
    instrument: INSTRUMENT,
    ...part,
  };
}

/** By its client's id, unchanged so far. */
export const refOf = (clientOrderId: string) => ({
  clientOrderId,
  venueOrderId: clientOrderId,
  symbol: 'A',
  revision: 0,
});

/** Of the order that the event is about. */
export const idOf = (event: BrokerEvent) =>
  event.kind === 'filled'
    ? event.fill.clientOrderId
    : 'clientOrderId' in event
      ? event.clientOrderId
      : undefined;

/** A venue, what it says, in events and in words, and ways to bring the time about with what reaches it. */
export function venueWithLog(
  costs: TradingCosts = {},
  { profile = {}, held = '0' }: { profile?: Partial<VenueProfile>; held?: string } = {},
) {
  const events: BrokerEvent[] = [];
  const listeners: ((event: BrokerEvent) => void)[] = [];
  const venue = new SimulatedVenue({
    profile: { ...PAPER_VENUE, costs, ...profile },
    sink: (event) => {
      events.push(event);
      for (const listener of listeners) listener(event);
    },
    heldOf: () => d(held),
  });
  const said = () =>
    events.map((event) =>
      event.kind === 'filled'
        ? `${idOf(event)} filled ${Number(event.fill.quantity) / 1e8}@${Number(event.fill.price) / 1e8}`
        : `${idOf(event)} ${event.kind}`,
    );
  const submit = (wanted: BrokerOrder, time: number) => {
    venue.advance(time);
    venue.submit(wanted);
  };
  const cancel = (clientOrderId: string, time: number) => {
    venue.advance(time);
    venue.cancel(refOf(clientOrderId));
  };
  const trade = (time: number, price: number, size = 100) =>
    venue.onTick('A', time, price, Number.NaN, Number.NaN, size);
  return {
    venue,
    events,
    said,
    submit,
    cancel,
    trade,
    listen: (one: (event: BrokerEvent) => void) => listeners.push(one),
  };
}

/** Of a thousand units. */
export const bar = (open: number, high: number, low: number, close = open) => ({
  open,
  high,
  low,
  close,
  volume: 1_000,
});
/** Of a book, best level first. */
export const side = (...levels: [price: number, size: number][]) => ({
  length: levels.length,
  price: Float64Array.from(levels, ([price]) => price),
  size: Float64Array.from(levels, ([, size]) => size),
});
