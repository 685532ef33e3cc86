import { beforeEach, describe, expect, it } from 'vitest';
import { BrokerError } from '#engine/ports/broker-error';
import { askEverything } from '#test/support/brokers/broker-vendor';
import { BROKER_START, exact, type OpenBroker } from '#test/support/brokers/open-broker';
import { type BrokerSuite, HOUR_MS, PRICE, testIf } from './broker-suite.ts';

/** What is asked, and what is answered. */
export function brokerQuestions(suite: BrokerSuite): void {
  const { vendor, openReady } = suite;
  const { quantity, part, definition } = vendor;
  const { capabilities } = definition;
  let broker: OpenBroker;
  const rest = quantity - part;

  describe('questions', () => {
    beforeEach(async () => {
      broker = await openReady();
    });

    testIf(capabilities.findsByClientId)(
      'an order is found by its id alone; an unknown one is null',
      async () => {
        const { order, ref, venueOrderId } = await broker.place();
        const found = await broker.ask(() => broker.connection.order({ ...ref, venueOrderId: null }));
        expect(found).toMatchObject({
          clientOrderId: order.clientOrderId,
          venueOrderId,
          symbol: order.symbol,
          side: 'buy',
          type: 'limit',
          timeInForce: order.timeInForce,
          quantity,
          limitPrice: PRICE,
          status: 'working',
          filledQuantity: 0n,
          averagePrice: 0n,
        });
        const unknown = broker.order();
        const { clientOrderId, symbol } = unknown;
        const ask = () => broker.connection.order({ clientOrderId, symbol, venueOrderId: null, revision: 0 });
        expect(await broker.ask(ask)).toBeNull();
      },
    );

    testIf(!capabilities.findsByClientId)(
      'without a number of the venue an order cannot be asked for',
      async () => {
        const { ref, venueOrderId } = await broker.place();
        const { connection } = broker;
        expect(await broker.ask(() => connection.order(ref))).toMatchObject({
          venueOrderId,
          status: 'working',
        });
        const { clientOrderId, symbol } = broker.order();
        const error = await broker.failure(() =>
          connection.order({ clientOrderId, symbol, venueOrderId: null, revision: 0 }),
        );
        expect(error).toMatchObject({ kind: 'unsupported' });
      },
    );

    it('open orders are those that may still trade', async () => {
      const filled = await broker.place();
      broker.venue.fill(filled.venueOrderId, quantity, PRICE);
      await broker.until(() => broker.fills().length === 1);
      const partly = await broker.place({ limitPrice: exact('55.5') });
      broker.venue.fill(partly.venueOrderId, part, exact('55.5'));
      await broker.until(() => broker.fills().length === 2);
      const open = await broker.ask(() => broker.connection.openOrders());
      expect(open).toMatchObject([
        {
          clientOrderId: partly.order.clientOrderId,
          venueOrderId: partly.venueOrderId,
          status: 'partially-filled',
          quantity,
          filledQuantity: part,
          averagePrice: exact('55.5'),
          limitPrice: exact('55.5'),
        },
      ]);
    });

    it('fills since a time, oldest first', async () => {
      const { venueOrderId } = await broker.place();
      broker.venue.fill(venueOrderId, part, exact('101.1'));
      await broker.until(() => broker.fills().length === 1);
      await broker.pass(60_000);
      broker.venue.fill(venueOrderId, rest, exact('101.2'));
      await broker.until(() => broker.fills().length === 2);
      const all = await broker.ask(() => broker.connection.fills(BROKER_START - HOUR_MS));
      expect(all.map(({ price }) => price)).toEqual([exact('101.1'), exact('101.2')]);
      const { eventTime, fillId } = all[1]!;
      const late = await broker.ask(() => broker.connection.fills(eventTime));
      expect(late.map((fill) => fill.fillId)).toEqual([fillId]);
      expect(await broker.ask(() => broker.connection.fills(eventTime + 1_000))).toEqual([]);
    });

    it('positions and balances are exact', async () => {
      const positions = vendor.positions ?? [
        { symbol: vendor.instrument.symbol, quantity: exact('12'), averagePrice: exact('101.37') },
      ];
      const balances = vendor.balances ?? [
        {
          currency: 'USD',
          cash: exact('1234.56'),
          buyingPower: exact('90071992.54'),
          equity: exact('2450.98'),
        },
      ];
      broker.venue.setPositions(positions);
      broker.venue.setBalances(balances);
      expect(await broker.ask(() => broker.connection.positions())).toEqual(positions);
      expect(await broker.ask(() => broker.connection.balances())).toEqual(balances);
    });

    it('nothing is an answer too', async () => {
      broker.venue.setPositions([]);
      expect(await broker.ask(() => broker.connection.positions())).toEqual([]);
      expect(await broker.ask(() => broker.connection.openOrders())).toEqual([]);
      expect(await broker.ask(() => broker.connection.fills(0))).toEqual([]);
    });

    it('rejects with an error that names the broker while nobody answers', async () => {
      broker.venue.goAway();
      for (const [, question] of askEverything(broker.connection)) {
        const error = await broker.failure(question);
        expect(error).toBeInstanceOf(BrokerError);
        expect(error).toMatchObject({ kind: 'unavailable', broker: definition.name });
        expect(error).toHaveProperty(
          'message',
          expect.stringMatching(new RegExp(`^${definition.name}: .+; .+`)),
        );
      }
    });
  });
}
