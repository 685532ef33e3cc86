import { beforeEach, describe, expect, it } from 'vitest';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import type { BrokerEvent } from '#engine/ports/broker';
import { SimulatedVenue } from '#engine/simulation/simulated-venue';
import type { OpenBroker } from '#test/support/brokers/open-broker';
import { exact } from '#test/support/brokers/open-broker';
import { paperVendor } from '#test/support/brokers/paper-vendor';
import { brokerOrders } from './broker/broker-orders.ts';
import { createBrokerSuite, PRICE } from './broker/broker-suite.ts';

const vendor = paperVendor();
const { quantity, part } = vendor;

// What goes wrong on a line, logins and secrets mean nothing to a venue within the program; the rest of the suite holds.
describe('the paper venue', () => {
  const suite = createBrokerSuite(vendor);
  brokerOrders(suite);

  describe('what only a venue of our own has to answer', () => {
    let broker: OpenBroker;
    beforeEach(async () => {
      broker = await suite.openReady();
    });

    it('an id that was seen is rejected, and the first order is what it was', async () => {
      const { order, ref } = await broker.place();
      broker.connection.submit(order);
      expect(broker.of('rejected')).toMatchObject([
        { clientOrderId: order.clientOrderId, reason: 'this order was already received' },
      ]);
      expect(await broker.connection.order(ref)).toMatchObject({ status: 'working', filledQuantity: 0n });
    });

    it('terms that cannot be are rejected with a reason, and nothing rests', async () => {
      broker.connection.submit(broker.order({ quantity: 0n }));
      broker.connection.submit(broker.order({ limitPrice: exact('-1') }));
      expect(broker.of('rejected').map(({ reason }) => reason)).toEqual([
        expect.stringMatching(/quantity/),
        expect.stringMatching(/limit/),
      ]);
      expect(await broker.connection.openOrders()).toEqual([]);
    });

    it('open orders are those that may still trade', async () => {
      const filled = await broker.place();
      broker.venue.fill(filled.venueOrderId, quantity, PRICE);
      const partly = await broker.place({ limitPrice: exact('55.5') });
      broker.venue.fill(partly.venueOrderId, part, exact('55.5'));
      const resting = await broker.place({ limitPrice: exact('20') });
      expect(await broker.connection.openOrders()).toMatchObject([
        { clientOrderId: partly.order.clientOrderId, status: 'partially-filled', filledQuantity: part },
        { clientOrderId: resting.order.clientOrderId, status: 'working', filledQuantity: 0n },
      ]);
    });

    it('what has filled is neither replaced nor cancelled, and less than has filled is no quantity', async () => {
      const { order, ref, venueOrderId } = await broker.place();
      broker.venue.fill(venueOrderId, part, PRICE);
      const less = { quantity: part };
      broker.connection.replace(ref, less, { ...order, ...less });
      expect(broker.of('replace-rejected')[0]!.reason).toBe('4.25 of it have filled already');
      broker.venue.fill(venueOrderId, quantity - part, PRICE);
      broker.connection.replace(ref, { limitPrice: PRICE }, order);
      broker.connection.cancel(ref);
      expect(broker.of('replace-rejected')[1]!.reason).toBe('no such order rests here');
      expect(broker.of('cancel-rejected')[0]!.reason).toBe('no such order rests here');
      expect(await broker.connection.order(ref)).toMatchObject({ status: 'filled' });
    });

    it('a cancel and a change of what nobody sent are refused', async () => {
      const order = broker.order();
      const { clientOrderId, symbol } = order;
      const ref = { clientOrderId, symbol, venueOrderId: null, revision: 0 };
      broker.connection.cancel(ref);
      broker.connection.replace(ref, { limitPrice: PRICE }, order);
      expect(broker.events.map(({ kind }) => kind)).toEqual(['cancel-rejected', 'replace-rejected']);
    });
  });
});

it('after a start it has what rested, goes on filling it under new numbers, and still knows what had ended', () => {
  const events: BrokerEvent[] = [];
  const venue = new SimulatedVenue({
    profile: PAPER_VENUE,
    sink: (event) => events.push(event),
    heldOf: () => 0n,
  });
  const common = {
    origin: 'person',
    account: 'desk',
    symbol: 'AAPL',
    side: 'buy',
    type: 'limit',
    quantity,
    limitPrice: PRICE,
    timeInForce: 'gtc',
    reason: '',
    averagePrice: PRICE,
    createdTime: 1,
    updatedTime: 2,
  } as const;
  venue.restore(
    [
      { ...common, clientOrderId: 'half', nonce: '1', status: 'partially-filled', filledQuantity: part },
      { ...common, clientOrderId: 'done', nonce: '2', status: 'filled', filledQuantity: quantity },
    ],
    [],
    () => vendor.instrument,
  );
  expect(venue.openOrders().map(({ order, leftQuantity }) => [order.clientOrderId, leftQuantity])).toEqual([
    ['half', quantity - part],
  ]);
  venue.submit({ ...common, clientOrderId: 'done', instrument: vendor.instrument });
  venue.onTick('AAPL', 3, 101, Number.NaN, Number.NaN, 100);
  expect(events).toMatchObject([
    { kind: 'rejected', clientOrderId: 'done' },
    { kind: 'filled', fill: { clientOrderId: 'half', fillId: 'half-10.5', quantity: quantity - part } },
  ]);
});
