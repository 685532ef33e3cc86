import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '#domain/orders/order';
import type { TradingCosts } from '#domain/orders/trading-costs';
import { PAPER_VENUE, type VenueProfile } from '#domain/orders/venue-profiles';
import { DECIMAL_ONE, parseDecimal } from '#domain/values/decimal';
import type { BrokerEvent, BrokerOrder } from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';

const d = parseDecimal;
const DAY = 86_400_000;
const INSTRUMENT = {
  symbol: 'A',
  assetClass: 'equity',
  currency: 'USD',
  venue: 'XNYS',
  pricePrecision: 2,
} as const;

function order(clientOrderId: string, part: Partial<BrokerOrder> = {}): BrokerOrder {
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

const refOf = (clientOrderId: string) => ({
  clientOrderId,
  venueOrderId: clientOrderId,
  symbol: 'A',
  revision: 0,
});

const idOf = (event: BrokerEvent) =>
  event.kind === 'filled'
    ? event.fill.clientOrderId
    : 'clientOrderId' in event
      ? event.clientOrderId
      : undefined;

function venueWithLog(
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

const bar = (open: number, high: number, low: number, close = open) => ({
  open,
  high,
  low,
  close,
  volume: 1_000,
});
const side = (...levels: [price: number, size: number][]) => ({
  length: levels.length,
  price: Float64Array.from(levels, ([price]) => price),
  size: Float64Array.from(levels, ([, size]) => size),
});

describe('simulated venue', () => {
  it('acknowledges, then fills a market order at the ask of the next tick, never of the one before', () => {
    const { venue, events, said, submit } = venueWithLog({ commission: { ofValue: 0.001 } });
    venue.onTick('A', 1, 90, 89, 91, 5);
    submit(order('x'), 2);
    expect(said()).toEqual(['x acknowledged']);
    venue.onTick('B', 3, 50, 49, 51, 5);
    venue.onTick('A', 3, 100, 99.5, 100.5, 5);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100.5']);
    expect(events[1]).toMatchObject({
      fill: { fillId: 'x-10', fee: d('1.005'), eventTime: 3, side: 'buy', symbol: 'A', liquidity: 'taker' },
    });
    venue.onTick('A', 4, 100, 99.5, 100.5, 5);
    expect(events).toHaveLength(2);
  });

  it('never matches an order against data older than its arrival', () => {
    const { venue, said, submit, trade } = venueWithLog();
    submit(order('x'), 10);
    trade(9, 100);
    venue.onBar('A', 9, bar(100, 101, 99));
    expect(said()).toEqual(['x acknowledged']);
    venue.onBar('A', 10, bar(100, 101, 99));
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100']);
  });

  it('takes as long as it is told to: orders, cancels and changes under way meet nothing before they arrive', () => {
    const { said, submit, cancel, trade } = venueWithLog({}, { profile: { latencyMs: 50 } });
    submit(order('x', { type: 'limit', limitPrice: d('100') }), 0);
    trade(49, 99);
    expect(said()).toEqual([]);
    trade(50, 101);
    expect(said()).toEqual(['x acknowledged']);
    cancel('x', 60);
    trade(109, 100);
    expect(said()).toEqual(['x acknowledged', 'x filled 10@100']);
    trade(110, 90);
    expect(said().at(-1)).toBe('x cancel-rejected');
  });

  it('does not match an order against the very tick whose fill brought it about', () => {
    const { venue, said, submit, trade, listen } = venueWithLog();
    listen((event) => {
      if (event.kind === 'filled' && idOf(event) === 'a') venue.submit(order('b', { side: 'sell' }));
    });
    submit(order('a'), 1);
    trade(2, 100);
    expect(said()).toEqual(['a acknowledged', 'a filled 10@100', 'b acknowledged']);
    trade(2, 101);
    expect(said().at(-1)).toBe('b filled 10@101');
  });

  it('lets a listener cancel an order that the same tick would have filled', () => {
    const { venue, said, submit, trade, listen } = venueWithLog();
    listen((event) => {
      if (event.kind === 'filled') venue.cancel(refOf('b'));
    });
    submit(order('a'), 1);
    submit(order('b'), 1);
    trade(2, 100);
    expect(said()).toEqual(['a acknowledged', 'b acknowledged', 'a filled 10@100', 'b cancelled']);
  });

  it('tries stops before limits on a bar that touches both: the worse for the account', () => {
    const { venue, said, submit } = venueWithLog();
    submit(order('target', { side: 'sell', type: 'limit', limitPrice: d('105') }), 1);
    submit(order('stop', { side: 'sell', type: 'stop', stopPrice: d('95') }), 1);
    venue.onBar('A', 2, bar(100, 106, 94));
    expect(said().slice(2)).toEqual(['stop filled 10@95', 'target filled 10@105']);
  });

  it('slips market and stop orders but never a limit', () => {
    const { said, submit, trade } = venueWithLog({ slippage: { kind: 'fraction', fraction: 0.01 } });
    submit(order('market'), 1);
    submit(order('stop', { type: 'stop', stopPrice: d('90') }), 1);
    submit(order('limit', { type: 'limit', limitPrice: d('100') }), 1);
    trade(2, 100);
    expect(said().slice(3)).toEqual(['market filled 10@101', 'stop filled 10@101', 'limit filled 10@100']);
  });

  it('rejects a repeated id, even of an order that is closed, and prices that do not suit the type', () => {
    const { venue, events, said, submit, trade } = venueWithLog();
    submit(order('x'), 1);
    submit(order('x'), 1);
    trade(2, 100);
    submit(order('x'), 3);
    submit(order('y', { type: 'limit' }), 3);
    submit(order('z', { type: 'stop', stopPrice: 0n }), 3);
    submit(order('w', { quantity: 0n }), 3);
    expect(said()).toEqual([
      'x acknowledged',
      'x rejected',
      'x filled 10@100',
      'x rejected',
      'y rejected',
      'z rejected',
      'w rejected',
    ]);
    expect(events[4]).toMatchObject({ reason: 'a limit order needs a limit price' });
    expect(venue.ask('x')).toBe('closed');
    expect(venue.ask('y')).toBe('unknown');
  });

  it('expires day orders at the end of the day and keeps the others', () => {
    const { venue, said, submit, cancel } = venueWithLog();
    submit(order('day', { type: 'limit', limitPrice: d('1') }), 1);
    submit(order('gtc', { type: 'limit', limitPrice: d('1'), timeInForce: 'gtc' }), 1);
    venue.endDay(2);
    expect(said().slice(2)).toEqual(['day expired']);
    expect(venue.openOrders().map(({ order: { clientOrderId } }) => clientOrderId)).toEqual(['gtc']);
    cancel('gtc', 3);
    cancel('gtc', 3);
    expect(said().slice(3)).toEqual(['gtc cancelled', 'gtc cancel-rejected']);
  });

  it('ends a gtd order at its date, and trades it before', () => {
    const { said, submit, trade } = venueWithLog();
    const gtd = { type: 'limit', limitPrice: d('100'), timeInForce: 'gtd', expireTime: 10 } as const;
    submit(order('early', gtd), 1);
    trade(9, 100);
    submit(order('late', { ...gtd, limitPrice: d('99') }), 9);
    trade(10, 98);
    expect(said()).toEqual([
      'early acknowledged',
      'early filled 10@100',
      'late acknowledged',
      'late expired',
    ]);
  });

  it('fills in parts when a share of the volume is the limit', () => {
    const { events, said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('x'), 1);
    trade(2, 100, 0);
    trade(3, 100, 12);
    trade(4, 101, 50);
    expect(said()).toEqual(['x acknowledged', 'x filled 6@100', 'x filled 4@101']);
    expect(events.slice(1).map((event) => event.kind === 'filled' && event.fill.fillId)).toEqual([
      'x-6',
      'x-10',
    ]);
  });

  it('fills what it can of an ioc order at once and nothing of a fok order that does not fit', () => {
    const { said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('ioc', { timeInForce: 'ioc' }), 1);
    submit(order('fok', { timeInForce: 'fok' }), 1);
    submit(order('far', { type: 'limit', limitPrice: d('90'), timeInForce: 'ioc' }), 1);
    trade(2, 100, 12);
    expect(said().slice(3)).toEqual(['ioc filled 6@100', 'ioc cancelled', 'fok cancelled', 'far cancelled']);
  });

  it('makes a market-to-limit order that fills in part a limit order at that price', () => {
    const { said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    submit(order('x', { type: 'market-to-limit', timeInForce: 'gtc' }), 1);
    trade(2, 100, 12);
    trade(3, 101, 100);
    trade(4, 99.5, 100);
    expect(said().slice(1)).toEqual(['x filled 6@100', 'x filled 4@99.5']);
  });

  it('rejects a post-only order that would take, and lets one rest that would not', () => {
    const { venue, events, said, submit } = venueWithLog({
      commission: { tiers: [{ from: 0, maker: 0.001, taker: 0.002 }] },
    });
    const postOnly = { type: 'limit', isPostOnly: true, timeInForce: 'gtc' } as const;
    venue.onTick('A', 1, Number.NaN, 99, 101, 1);
    submit(order('takes', { ...postOnly, limitPrice: d('101') }), 2);
    submit(order('rests', { ...postOnly, limitPrice: d('100') }), 2);
    submit(order('taker', { type: 'limit', limitPrice: d('105') }), 2);
    venue.onTick('A', 3, Number.NaN, 100, 102, 1);
    venue.onTick('A', 4, Number.NaN, 99, 100, 1);
    expect(said()).toEqual([
      'takes rejected',
      'rests acknowledged',
      'taker acknowledged',
      'taker filled 10@102',
      'rests filled 10@100',
    ]);
    expect(
      events.flatMap((event) => (event.kind === 'filled' ? [[event.fill.liquidity, event.fill.fee]] : [])),
    ).toEqual([
      ['taker', d('2.04')],
      ['maker', d('1')],
    ]);
  });

  it('cancels a post-only order that the first price it meets would fill', () => {
    const { said, submit, trade } = venueWithLog();
    submit(order('x', { type: 'limit', isPostOnly: true, limitPrice: d('100'), timeInForce: 'gtc' }), 1);
    trade(2, 99);
    expect(said()).toEqual(['x acknowledged', 'x cancelled']);
  });

  it('fills no more of an order that may only reduce than is held', () => {
    const { said, submit, trade } = venueWithLog({}, { held: '4' });
    submit(order('sell', { side: 'sell', isReduceOnly: true, timeInForce: 'gtc' }), 1);
    submit(order('buy', { isReduceOnly: true }), 1);
    trade(2, 100);
    expect(said().slice(2)).toEqual(['sell filled 4@100', 'buy cancelled']);
  });

  it('shows an iceberg part by part, one a tick, behind those that came later', () => {
    const { said, submit, trade } = venueWithLog();
    const limit = { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' } as const;
    submit(order('ice', { ...limit, displayQuantity: d('4') }), 1);
    submit(order('plain', { ...limit, limitPrice: d('99') }), 1);
    trade(2, 100);
    trade(3, 98);
    expect(said().slice(2)).toEqual(['ice filled 4@100', 'plain filled 10@98', 'ice filled 4@98']);
  });

  it('walks a book level by level, and leaves to nobody what was taken before', () => {
    const { venue, said, submit } = venueWithLog();
    submit(order('x'), 1);
    submit(order('y', { type: 'limit', limitPrice: d('102'), quantity: d('20'), timeInForce: 'gtc' }), 1);
    submit(order('z', { type: 'limit', limitPrice: d('103'), timeInForce: 'fok', quantity: d('30') }), 1);
    venue.onBook('A', 2, { bids: side([99, 10]), asks: side([100, 4], [101, 8], [102, 5], [103, 100]) });
    expect(said().slice(3)).toEqual([
      'x filled 4@100',
      'x filled 6@101',
      'y filled 2@101',
      'y filled 5@102',
      'z filled 30@103',
    ]);
  });

  // Would catch: an order that takes the whole of a tick's price while the book beside it shows little at that price.
  it('meets the book while one is told, at its prices without slippage; ticks only trigger', () => {
    const { venue, said, submit, trade } = venueWithLog({ slippage: { kind: 'fixed', amount: 0.5 } });
    const book = { bids: side([99, 100]), asks: side([100, 4], [101, 100]) };
    venue.onBook('A', 1, book);
    submit(order('x'), 2);
    submit(order('stop', { type: 'stop', stopPrice: d('103'), timeInForce: 'gtc' }), 2);
    trade(3, 103);
    expect(said().slice(2)).toEqual([]);
    venue.onBook('A', 4, book);
    expect(said().slice(2)).toEqual(['x filled 4@100', 'x filled 6@101', 'stop filled 10@101']);
  });

  it('does not use a book that nothing was heard of for five seconds, nor one that came so late', () => {
    const { venue, said, submit, trade } = venueWithLog();
    const book = { bids: side([99, 100]), asks: side([100, 100]) };
    venue.onBook('A', 1_000, book);
    submit(order('x'), 1_001);
    trade(6_000, 103);
    expect(said().slice(1)).toEqual([]);
    trade(6_001, 104);
    expect(said().slice(1)).toEqual(['x filled 10@104']);
    submit(order('y'), 6_002);
    trade(12_000, 105);
    submit(order('z', { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' }), 12_001);
    venue.onBook('A', 6_900, book);
    expect(said().slice(2)).toEqual(['y acknowledged', 'y filled 10@105', 'z acknowledged']);
  });

  it('trades at the opening and at the close of a day alone what is for them', () => {
    const { venue, said, submit, trade } = venueWithLog();
    trade(1, 100);
    submit(order('open', { timeInForce: 'at-open' }), 2);
    submit(order('close', { timeInForce: 'at-close' }), 2);
    submit(order('far', { timeInForce: 'at-close', type: 'limit', limitPrice: d('90') }), 2);
    trade(3, 101);
    trade(4, 102);
    venue.endDay(5);
    trade(DAY + 1, 110);
    trade(DAY + 2, 111);
    expect(said().slice(3)).toEqual(['close filled 10@102', 'far expired', 'open filled 10@110']);
  });

  it('changes an order in place, keeps what has filled, and refuses less than that', () => {
    const { venue, events, said, submit, trade } = venueWithLog({ volumeShareMax: 0.5 });
    const limit = order('x', { type: 'limit', limitPrice: d('100'), timeInForce: 'gtc' });
    submit(limit, 1);
    trade(2, 100, 8);
    venue.replace(refOf('x'), { quantity: d('4') }, { ...limit, quantity: d('4') });
    venue.replace(refOf('x'), { limitPrice: d('90') }, { ...limit, limitPrice: d('90') });
    trade(3, 95);
    trade(4, 90);
    expect(said()).toEqual([
      'x acknowledged',
      'x filled 4@100',
      'x replace-rejected',
      'x replaced',
      'x filled 6@90',
    ]);
    expect(events[3]).toMatchObject({ change: { limitPrice: d('90') } });
  });

  it('tells where a trailing stop stands when it has moved, and goes on there after a start', () => {
    const { events, said, submit, trade } = venueWithLog();
    submit(order('x', { side: 'sell', type: 'trailing-stop', trailAmount: d('10'), timeInForce: 'gtc' }), 1);
    for (const [time, price] of [100, 100.5, 102, 101].entries()) trade(2 + time, price);
    expect(events.flatMap((event) => (event.kind === 'replaced' ? [event.change.stopPrice] : []))).toEqual([
      d('90'),
      d('92'),
    ]);
    trade(9, 92);
    expect(said().at(-1)).toBe('x filled 10@92');
  });

  it('uses the quote that stands there for a trade without one, and the middle of quotes as the last price of a market without trades', () => {
    const { venue, said, submit } = venueWithLog();
    venue.onTick('A', 1, Number.NaN, 99, 101, 1);
    submit(order('x'), 2);
    submit(order('stop', { type: 'stop', stopPrice: d('100.5'), timeInForce: 'gtc' }), 2);
    venue.onTick('A', 3, Number.NaN, 100, 102, 1);
    expect(said().slice(2)).toEqual(['x filled 10@102', 'stop filled 10@102']);
    submit(order('y'), 4);
    venue.onTick('A', 5, 101, Number.NaN, Number.NaN, 1);
    expect(said().at(-1)).toBe('y filled 10@102');
  });

  it('goes on after a crash exactly where it was', () => {
    const { venue, said, submit, trade } = venueWithLog();
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
    venue.restore(
      [
        row('a', 'working', '0'),
        row('b', 'partially-filled', '4'),
        row('c', 'filled', '10'),
        row('d', 'pending', '0'),
        row('e', 'held', '0'),
        row('f', 'pending-cancel', '0'),
      ],
      [],
      () => INSTRUMENT,
    );
    expect(said()).toEqual([]);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => venue.ask(id))).toEqual([
      'open',
      'open',
      'closed',
      'unknown',
      'unknown',
      'open',
    ]);
    trade(7, 100);
    expect(said()).toEqual(['f cancelled', 'a filled 10@100', 'b filled 6@100']);
    submit(order('c'), 8);
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
          const { venue, events, submit, cancel } = venueWithLog(isLimited ? { volumeShareMax: 0.3 } : {});
          const ordered = new Map<string, bigint>();
          steps.forEach((one, time) => {
            if (one.kind === 'tick')
              venue.onTick('A', time, one.price, one.price - 1, one.price + 1, one.size);
            else if (one.kind === 'cancel') cancel(`o${one.which}`, time);
            else if (one.kind === 'endDay') venue.endDay(time);
            else {
              const id = `o${ordered.size}`;
              ordered.set(id, BigInt(one.quantity) * DECIMAL_ONE);
              const price = d(String(one.price));
              submit(
                order(id, {
                  side: one.side,
                  type: one.type,
                  quantity: ordered.get(id)!,
                  ...(one.type === 'limit' ? { limitPrice: price } : {}),
                  ...(one.type === 'stop' ? { stopPrice: price } : {}),
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
          const own = events.filter((event) => idOf(event) === id);
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
        expect(
          events.every((event) => event.kind === 'cancel-rejected' || ordered.has(idOf(event) ?? '')),
        ).toBe(true);
      }),
    );
  });
});
