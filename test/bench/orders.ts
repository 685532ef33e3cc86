import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import { parseDecimal } from '#domain/values/decimal';
import { createSeededRandom } from '#domain/values/seeded-random';
import { MatchingCore } from '#engine/simulation/matching/matching-core';
import { type MatchingTerms, RestingOrder } from '#engine/simulation/matching/resting-order';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';
import { type BenchRow, median } from './bench-row.ts';
import { brokerOrderRows } from './broker-orders.ts';
import { benchDurableOrders } from './durable-orders.ts';

const ROUNDS = 9;
const ORDERS = 200_000;
/** An order that still rests when so many have come after it is cancelled. */
const RESTING = 20;

/** What orders cost on their way: in memory, durably to a broker's connection, and over a line to the broker and back. */
export async function benchOrders(): Promise<BenchRow[]> {
  return [...matchingRows(), ...(await benchDurableOrders()), ...(await brokerOrderRows())];
}

/** Orders through the matching core alone, and through the venue of replay and paper with its exact amounts. */
export function matchingRows(): BenchRow[] {
  const core: number[] = [];
  const venue: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    core.push(measured(throughCore));
    venue.push(measured(throughVenue));
  }
  return [
    {
      name: 'matching core, order events/s in memory',
      value: median(core) / 1e6,
      unit: 'M/s',
      goal: 'at least 1 M/s',
    },
    { name: 'simulated venue, commands and events/s in memory', value: median(venue) / 1e6, unit: 'M/s' },
  ];
}

/** Events a second of this thread's processor time, which other work on the machine takes little of. */
function measured(work: () => number): number {
  const started = process.threadCpuUsage();
  const events = work();
  const { user, system } = process.threadCpuUsage(started);
  return events / ((user + system) / 1e6);
}

/** What one order of a mixed flow asks for; every fifth stays too far away to fill. */
function termsOf(index: number, price: number): MatchingTerms {
  switch (index % 5) {
    case 0:
      return { type: 'market' };
    case 1:
      return { type: 'limit', limit: price - 0.03, timeInForce: 'day' };
    case 2:
      return { type: 'stop', stop: price + 0.04 };
    case 3:
      return { type: 'trailing-stop', trailAmount: 0.05 };
    default:
      return { type: 'limit', limit: price - 1 };
  }
}

/** Arrivals, fills and cancels of {@link ORDERS} orders, a trade after each; how many they were. */
function throughCore(): number {
  let events = 0;
  const core = new MatchingCore<RestingOrder>(1, {
    fill: (order) => {
      events += 1;
      core.orders.close(order);
      return 1;
    },
    end: (order) => {
      events += 1;
      core.orders.close(order);
    },
    assumed: () => undefined,
  });
  const { place, orders } = core;
  const walk = priceWalk();
  const resting: RestingOrder[] = [];
  for (let i = 0; i < ORDERS; i++) {
    const price = walk(i);
    const order = new RestingOrder(i + 1, 0, true, termsOf(i, price), i);
    orders.add(order);
    events += 1;
    resting.push(order);
    if (resting.length > RESTING && orders.close(resting.shift()!)) events += 1;
    place.at = i;
    place.time = i;
    place.day = 0;
    core.tick(0, { last: price, bid: Number.NaN, ask: Number.NaN, size: 100 });
    orders.sweep(0);
  }
  return events;
}

function throughVenue(): number {
  let events = 0;
  const venue = new SimulatedVenue({
    profile: PAPER_VENUE,
    sink: () => {
      events += 1;
    },
    heldOf: () => 0n,
  });
  const instrument = {
    symbol: 'A',
    assetClass: 'equity',
    currency: 'USD',
    venue: 'XNYS',
    pricePrecision: 2,
  } as const;
  const quantity = parseDecimal('10');
  const walk = priceWalk();
  const resting: string[] = [];
  const exact = (price: number) => BigInt(Math.round(price * 1e8));
  for (let i = 0; i < ORDERS / 4; i++) {
    const price = walk(i);
    const { type = 'market', limit, stop, trailAmount } = termsOf(i, price);
    const clientOrderId = `order-${i}`;
    venue.submit({
      clientOrderId,
      symbol: 'A',
      side: 'buy',
      type: type === 'market-on-close' ? 'market' : type,
      quantity,
      timeInForce: 'gtc',
      instrument,
      ...(limit === undefined ? {} : { limitPrice: exact(limit) }),
      ...(stop === undefined ? {} : { stopPrice: exact(stop) }),
      ...(trailAmount === undefined ? {} : { trailAmount: exact(trailAmount) }),
    });
    events += 1;
    resting.push(clientOrderId);
    const id = resting.length > RESTING ? resting.shift()! : undefined;
    if (id !== undefined && venue.ask(id) === 'open') {
      venue.cancel({ clientOrderId: id, venueOrderId: id, symbol: 'A', revision: 0 });
      events += 1;
    }
    venue.onTick('A', i, price, Number.NaN, Number.NaN, 100);
  }
  return events;
}

/** A walk in cents around 100 that comes back, so that what rests is reached. */
function priceWalk(): (index: number) => number {
  const random = createSeededRandom(1);
  let cents = 10_000;
  return () => {
    cents += random.nextInteger(-3, 3) + Math.sign(10_000 - cents);
    return cents / 100;
  };
}

if (import.meta.main) console.table(await benchOrders());
