import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOfValue } from '#domain/orders/fee-model';
import type { Order } from '#domain/orders/order';
import { slippageOfPrice } from '#domain/orders/slippage-model';
import { DECIMAL_ONE, parseDecimal } from '#domain/values/decimal';
import {
  createSimulatedVenue,
  type SimulatedVenueOptions,
  type VenueEvent,
  type VenueOrder,
} from '#engine/simulation/simulated-venue';

const d = parseDecimal;

function order(clientOrderId: string, part: Partial<VenueOrder> = {}): VenueOrder {
  return {
    clientOrderId,
    symbol: 'A',
    side: 'buy',
    type: 'market',
    quantity: d('10'),
    timeInForce: 'day',
    ...part,
  };
}

function venueWithLog(options: Omit<SimulatedVenueOptions, 'listener'> = {}) {
  const events: VenueEvent[] = [];
  const venue = createSimulatedVenue({ ...options, listener: (event) => events.push(event) });
  const said = () =>
    events.map((event) =>
      event.kind === 'filled'
        ? `${event.clientOrderId} filled ${Number(event.fill.quantity) / 1e8}@${Number(event.fill.price) / 1e8}${event.isComplete ? '' : ' partly'}`
        : `${event.clientOrderId} ${event.kind}`,
    );
  return { venue, events, said };
}

describe('simulated venue', () => {
  it('acknowledges, then fills a market order at the ask of the next tick, never of the one before', () => {
    const { venue, events, said } = venueWithLog({ fee: feeOfValue(d('0.001')) });
    venue.onTick('A', 1, 90, 89, 91, 5);
    venue.submit(order('x'), 2);
    expect(said()).toEqual(['x acknowledged']);
    venue.onTick('B', 3, 50, 49, 51, 5);
    venue.onTick('A', 3, 100, 99.5, 100.5, 5);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100.5']);
    expect(events[1]).toMatchObject({
      fill: { fillId: 'x-10', fee: d('1.005'), eventTime: 3, side: 'buy', symbol: 'A' },
    });
    venue.onTick('A', 4, 100, 99.5, 100.5, 5);
    expect(events).toHaveLength(2);
  });

  it('never matches an order against data older than its arrival', () => {
    const { venue, said } = venueWithLog();
    venue.submit(order('x'), 10);
    venue.onTick('A', 9, 100, 0, 0, 5);
    venue.onBar('A', 9, 100, 101, 99);
    expect(said()).toEqual(['x acknowledged']);
    venue.onBar('A', 10, 100, 101, 99);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100']);
  });

  it('does not match an order against the very tick whose fill brought it about', () => {
    const said: string[] = [];
    const venue = createSimulatedVenue({
      listener: (event) => {
        said.push(`${event.clientOrderId} ${event.kind}@${event.eventTime}`);
        if (event.kind === 'filled' && event.clientOrderId === 'a')
          venue.submit(order('b', { side: 'sell' }), event.eventTime);
      },
    });
    venue.submit(order('a'), 1);
    venue.onTick('A', 2, 100, 0, 0, 1);
    expect(said).toEqual(['a acknowledged@1', 'a filled@2', 'b acknowledged@2']);
    venue.onTick('A', 2, 101, 0, 0, 1);
    expect(said.at(-1)).toBe('b filled@2');
  });

  it('lets a listener cancel an order that the same tick would have filled', () => {
    const said: string[] = [];
    const venue = createSimulatedVenue({
      listener: (event) => {
        said.push(`${event.clientOrderId} ${event.kind}`);
        if (event.kind === 'filled') venue.cancel('b', event.eventTime, 'the other one filled');
      },
    });
    venue.submit(order('a'), 1);
    venue.submit(order('b'), 1);
    venue.onTick('A', 2, 100, 0, 0, 1);
    expect(said).toEqual(['a acknowledged', 'b acknowledged', 'a filled', 'b cancelled']);
  });

  it('tries stops before limits on a bar that touches both: the worse for the account', () => {
    const { venue, said } = venueWithLog();
    venue.submit(order('target', { side: 'sell', type: 'limit', limitPrice: d('105') }), 1);
    venue.submit(order('stop', { side: 'sell', type: 'stop', stopPrice: d('95') }), 1);
    venue.onBar('A', 2, 100, 106, 94);
    expect(said().slice(2)).toEqual(['stop filled 10@95', 'target filled 10@105']);
  });

  it('slips market and stop orders but never a limit', () => {
    const { venue, said } = venueWithLog({ slippage: slippageOfPrice(d('0.01')) });
    venue.submit(order('market'), 1);
    venue.submit(order('stop', { type: 'stop', stopPrice: d('90') }), 1);
    venue.submit(order('limit', { type: 'limit', limitPrice: d('100') }), 1);
    venue.onTick('A', 2, 100, 0, 0, 1);
    expect(said().slice(3)).toEqual(['market filled 10@101', 'stop filled 10@101', 'limit filled 10@100']);
  });

  it('rejects a repeated id, even of an order that is closed, and prices that do not suit the type', () => {
    const { venue, events, said } = venueWithLog();
    venue.submit(order('x'), 1);
    venue.submit(order('x'), 1);
    venue.onTick('A', 2, 100, 0, 0, 1);
    venue.submit(order('x'), 3);
    venue.submit(order('y', { type: 'limit' }), 3);
    venue.submit(order('z', { type: 'stop', stopPrice: 0n }), 3);
    venue.submit(order('w', { quantity: 0n }), 3);
    expect(said()).toEqual([
      'x acknowledged',
      'x rejected',
      'x filled 10@100',
      'x rejected',
      'y rejected',
      'z rejected',
      'w rejected',
    ]);
    expect(events[4]).toMatchObject({ reason: 'a limit order needs a positive limit price' });
    expect(venue.ask('x')).toBe('closed');
    expect(venue.ask('y')).toBe('unknown');
  });

  it('expires day orders at the end of the day and keeps the others', () => {
    const { venue, said } = venueWithLog();
    venue.submit(order('day', { type: 'limit', limitPrice: d('1') }), 1);
    venue.submit(order('gtc', { type: 'limit', limitPrice: d('1'), timeInForce: 'gtc' }), 1);
    venue.endDay(2);
    expect(said().slice(2)).toEqual(['day expired']);
    expect(venue.openOrders().map(({ order: { clientOrderId } }) => clientOrderId)).toEqual(['gtc']);
    expect(venue.cancel('gtc', 3, 'enough')).toBe(true);
    expect(venue.cancel('gtc', 3, 'enough')).toBe(false);
  });

  it('fills in parts when a share of the volume is the limit', () => {
    const { venue, events, said } = venueWithLog({ participation: 0.5 });
    venue.submit(order('x'), 1);
    venue.onTick('A', 2, 100, 0, 0, 1);
    venue.onTick('A', 3, 100, 0, 0, 13);
    venue.onTick('A', 4, 101, 0, 0, 50);
    expect(said()).toEqual(['x acknowledged', 'x filled 6@100 partly', 'x filled 4@101']);
    expect(events.slice(1).map((event) => event.kind === 'filled' && event.fill.fillId)).toEqual([
      'x-6',
      'x-10',
    ]);
  });

  it('goes on after a crash exactly where it was', () => {
    const { venue, said } = venueWithLog();
    const row = (clientOrderId: string, status: Order['status'], filled: string): Order => ({
      ...order(clientOrderId),
      origin: 'person',
      account: 'paper',
      reason: '',
      nonce: '',
      status,
      filledQuantity: d(filled),
      averagePrice: 0n,
      createdTime: 5,
      updatedTime: 6,
    });
    venue.restore([
      row('a', 'working', '0'),
      row('b', 'partially-filled', '4'),
      row('c', 'filled', '10'),
      row('d', 'pending', '0'),
    ]);
    expect(said()).toEqual([]);
    expect(['a', 'b', 'c', 'd'].map((id) => venue.ask(id))).toEqual(['open', 'open', 'closed', 'unknown']);
    venue.onTick('A', 7, 100, 0, 0, 1);
    expect(said()).toEqual(['a filled 10@100', 'b filled 6@100']);
    venue.submit(order('c'), 8);
    expect(said().at(-1)).toBe('c rejected');
  });

  it('says the same things for the same calls, fills no more than was ordered and none without an order', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('submit' as const),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
        quantity: fc.integer({ min: 1, max: 50 }),
        price: fc.integer({ min: 90, max: 110 }),
      }),
      fc.record({
        kind: fc.constant('tick' as const),
        price: fc.integer({ min: 90, max: 110 }),
        size: fc.integer({ min: 0, max: 40 }),
      }),
      fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
      fc.record({ kind: fc.constant('endDay' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, isLimited) => {
        const play = () => {
          const { venue, events } = venueWithLog(isLimited ? { participation: 0.3 } : {});
          const ordered = new Map<string, bigint>();
          steps.forEach((one, time) => {
            if (one.kind === 'tick')
              venue.onTick('A', time, one.price, one.price - 1, one.price + 1, one.size);
            else if (one.kind === 'cancel') venue.cancel(`o${one.which}`, time, '');
            else if (one.kind === 'endDay') venue.endDay(time);
            else {
              const id = `o${ordered.size}`;
              ordered.set(id, BigInt(one.quantity) * DECIMAL_ONE);
              const price = d(String(one.price));
              venue.submit(
                order(id, {
                  side: one.side,
                  type: one.type,
                  quantity: ordered.get(id)!,
                  limitPrice: price,
                  stopPrice: price,
                }),
                time,
              );
            }
          });
          return { events, ordered };
        };
        const { events, ordered } = play();
        expect(play().events).toEqual(events);
        for (const [id, quantity] of ordered) {
          const own = events.filter((event) => event.clientOrderId === id);
          const filled = own.reduce(
            (sum, event) => (event.kind === 'filled' ? sum + event.fill.quantity : sum),
            0n,
          );
          expect(filled).toBeLessThanOrEqual(quantity);
          expect(
            own.filter(({ kind }) => kind === 'cancelled' || kind === 'expired').length +
              Number(filled === quantity),
          ).toBeLessThanOrEqual(1);
        }
        expect(events.every((event) => ordered.has(event.clientOrderId))).toBe(true);
      }),
    );
  });
});
