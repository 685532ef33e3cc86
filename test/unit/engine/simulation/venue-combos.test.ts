import { describe, expect, it } from 'vitest';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { PAPER_VENUE, type VenueProfile } from '#domain/orders/venue-profiles';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import type { BrokerEvent, BrokerOrder } from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';

const d = parseDecimal;
const LOW = 'AAA261218C00100000';
const HIGH = 'AAA261218C00110000';
const LEGS: readonly OrderLeg[] = [
  { symbol: LOW, side: 'buy', ratio: 1 },
  { symbol: HIGH, side: 'sell', ratio: 2 },
];
const SYMBOL = comboSymbol(LEGS);
const INSTRUMENT = {
  symbol: SYMBOL,
  assetClass: 'option',
  currency: 'USD',
  venue: 'OPRA',
  pricePrecision: 2,
} as const;
const DAY = 86_400_000;

function open(profile: Partial<VenueProfile> = {}) {
  const events: BrokerEvent[] = [];
  const venue = new SimulatedVenue({
    profile: {
      ...PAPER_VENUE,
      costs: { commission: { perUnit: 9, minimum: 9, perContract: 0.65 } },
      ...profile,
    },
    sink: (event) => events.push(event),
    heldOf: () => 0n,
  });
  const quote = (symbol: string, time: number, bid: number, ask: number) =>
    venue.onTick(symbol, time, Number.NaN, bid, ask, Number.NaN);
  const order = (part: Partial<BrokerOrder> = {}): BrokerOrder => ({
    clientOrderId: 'C1',
    symbol: SYMBOL,
    legs: LEGS,
    side: 'buy',
    type: 'market',
    quantity: d('3'),
    timeInForce: 'day',
    instrument: INSTRUMENT,
    ...part,
  });
  const fills = () =>
    events.flatMap((event) =>
      event.kind === 'filled'
        ? [
            [
              event.fill.symbol,
              event.fill.side,
              formatDecimal(event.fill.quantity),
              formatDecimal(event.fill.price),
              formatDecimal(event.fill.fee ?? 0n),
            ].join(' '),
          ]
        : [],
    );
  return { venue, quote, order, fills, events };
}

describe('a combination at the simulated venue', () => {
  // Would catch: a leg filled before the other has a price, which leaves half of a spread.
  it('fills in every leg at once, each at its own market, and not before all have one', () => {
    const { venue, quote, order, fills } = open();
    venue.submit(order());
    quote(LOW, 1, 4.9, 5.1);
    expect(fills()).toEqual([]);
    quote(HIGH, 2, 1.4, 1.6);
    expect(fills()).toEqual([`${LOW} buy 3 5.1 1.95`, `${HIGH} sell 6 1.4 3.9`]);
  });

  it('waits for its net limit and fills better where the market is', () => {
    const { venue, quote, order, fills } = open();
    // Net natural: 5.1 − 2 × 1.4 = 2.3.
    venue.submit(order({ type: 'limit', limitPrice: d('2.2') }));
    quote(LOW, 1, 4.9, 5.1);
    quote(HIGH, 2, 1.4, 1.6);
    expect(fills()).toEqual([]);
    // 5.1 − 2 × 1.5 = 2.1.
    quote(HIGH, 3, 1.5, 1.6);
    expect(fills()).toEqual([`${LOW} buy 3 5.1 1.95`, `${HIGH} sell 6 1.5 3.9`]);
  });

  it('takes a credit: a limit below zero is received at least', () => {
    const { venue, quote, order, fills } = open();
    venue.submit(order({ type: 'limit', limitPrice: d('-0.5') }));
    quote(LOW, 1, 4.9, 5.1);
    quote(HIGH, 2, 2.7, 2.9);
    expect(fills()).toEqual([]);
    quote(HIGH, 3, 2.8, 2.9);
    expect(fills()).toHaveLength(2);
  });

  it('meets nothing before it has arrived, and ends with its day', () => {
    const { venue, quote, order, fills, events } = open({ latencyMs: 50 });
    quote(LOW, 1, 4.9, 5.1);
    quote(HIGH, 2, 1.4, 1.6);
    venue.submit(order({ type: 'limit', limitPrice: d('1') }));
    quote(HIGH, 40, 3, 3.2);
    expect(fills()).toEqual([]);
    venue.endDay(DAY - 1);
    expect(events.at(-1)).toMatchObject({ kind: 'expired', clientOrderId: 'C1' });
  });

  it('can be changed to another net, also to none and below', () => {
    const { venue, quote, order, fills, events } = open();
    venue.submit(order({ type: 'limit', limitPrice: d('1') }));
    const limitPrice = d('-3');
    venue.replace(
      { clientOrderId: 'C1', venueOrderId: 'C1', symbol: SYMBOL, revision: 0 },
      { limitPrice },
      order({ type: 'limit', limitPrice }),
    );
    expect(events.at(-1)).toMatchObject({ kind: 'replaced' });
    quote(LOW, 1, 4.9, 5.1);
    quote(HIGH, 2, 3, 3.2);
    expect(fills()).toEqual([]);
    quote(HIGH, 3, 4.05, 4.2);
    expect(fills()).toHaveLength(2);
  });
});
