import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comboSymbol, sortedLegs } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import type { BrokerOrder } from '#engine/ports/broker';
import { exact, type OpenBroker } from '#test/support/brokers/open-broker';
import { type BrokerSuite, testIf } from './broker-suite.ts';

const LEGS = sortedLegs([
  { symbol: 'AAPL261218C00150000', side: 'buy', ratio: 1 },
  { symbol: 'AAPL261218C00160000', side: 'sell', ratio: 2 },
] satisfies OrderLeg[]);
const SYMBOL = comboSymbol(LEGS);
const QUANTITY = exact('3');
/** Two of the three, then the last. */
const PART = exact('2');
const [FIRST, SECOND] = [
  [exact('5.1'), exact('1.4')],
  [exact('5.15'), exact('1.45')],
] as const;

/** Orders of several legs: sent as one, filled leg by leg. */
export function brokerCombos({ vendor, openReady }: BrokerSuite): void {
  const { comboLegsMax } = vendor.definition.capabilities;
  const takesCombos = comboLegsMax !== undefined;

  describe('combinations', () => {
    let broker: OpenBroker;
    beforeEach(async () => {
      broker = await openReady();
    });
    afterEach(() => expect(broker.of('unreadable')).toEqual([]));

    const order = (terms: Partial<BrokerOrder> = {}): BrokerOrder => ({
      ...broker.order({ type: 'limit', timeInForce: 'day', limitPrice: exact('2.35'), side: 'buy' }),
      symbol: SYMBOL,
      legs: LEGS,
      quantity: QUANTITY,
      effects: ['open', 'open'],
      instrument: { ...vendor.instrument, symbol: SYMBOL, assetClass: 'option', venue: 'OPRA' },
      ...terms,
    });
    const place = async (sent: BrokerOrder): Promise<string> => {
      broker.connection.submit(sent);
      await broker.until(() => broker.of('acknowledged').length === 1);
      return broker.of('acknowledged')[0]!.venueOrderId;
    };

    testIf(takesCombos)('a spread is sent as one combo, filled per leg', async () => {
      const sent = order();
      const venueOrderId = await place(sent);
      expect(broker.got('submit')).toMatchObject([
        { terms: { legs: LEGS, type: 'limit', quantity: QUANTITY, limitPrice: exact('2.35') } },
      ]);
      broker.venue.fillLegs?.(venueOrderId, PART, FIRST);
      await broker.until(() => broker.fills().length === 2);
      broker.venue.fillLegs?.(venueOrderId, QUANTITY - PART, SECOND);
      await broker.until(() => broker.fills().length === 4);
      const { clientOrderId } = sent;
      expect(broker.fills()).toMatchObject([
        {
          clientOrderId,
          venueOrderId,
          symbol: LEGS[0]!.symbol,
          side: 'buy',
          quantity: exact('2'),
          price: FIRST[0],
        },
        {
          clientOrderId,
          venueOrderId,
          symbol: LEGS[1]!.symbol,
          side: 'sell',
          quantity: exact('4'),
          price: FIRST[1],
        },
        { symbol: LEGS[0]!.symbol, side: 'buy', quantity: exact('1'), price: SECOND[0] },
        { symbol: LEGS[1]!.symbol, side: 'sell', quantity: exact('2'), price: SECOND[1] },
      ]);
      const ids = broker.fills().map(({ fillId }) => fillId);
      expect(new Set(ids).size).toBe(4);
      const told = await broker.ask(() => broker.connection.fills(0));
      expect(told.map(({ fillId }) => fillId).sort()).toEqual([...ids].sort());
      const ref = { clientOrderId, venueOrderId, symbol: SYMBOL, revision: 0 };
      const report = await broker.ask(() => broker.connection.order(ref));
      expect(report).toMatchObject({
        clientOrderId,
        symbol: SYMBOL,
        legs: LEGS,
        side: 'buy',
        status: 'filled',
        quantity: QUANTITY,
        filledQuantity: QUANTITY,
      });
    });

    testIf(takesCombos)('a credit is a net below zero, and a market order has none', async () => {
      await place(order({ limitPrice: exact('-0.55') }));
      expect(broker.got('submit')).toMatchObject([{ terms: { type: 'limit', limitPrice: exact('-0.55') } }]);
      const { limitPrice: _none, ...market } = order({ type: 'market' });
      broker.connection.submit(market);
      await broker.until(() => broker.got('submit').length === 2);
      expect(broker.got('submit')[1]!.terms).not.toHaveProperty('limitPrice');
      expect(broker.got('submit')[1]!.terms).toMatchObject({ type: 'market', legs: LEGS });
    });

    testIf(takesCombos)('cancelled whole, by its one number', async () => {
      const sent = order();
      const venueOrderId = await place(sent);
      const ref = { clientOrderId: sent.clientOrderId, venueOrderId, symbol: SYMBOL, revision: 0 };
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('cancelled').length === 1);
      expect(broker.got('cancel')).toMatchObject([{ venueOrderId }]);
    });

    it('what it does not take of them is unsent with a sentence', async () => {
      const tooMany = Array.from({ length: 5 }, (_, place) => ({
        symbol: `AAPL261218C0015${place}000`,
        side: 'buy' as const,
        ratio: 1,
      }));
      const orders = takesCombos
        ? [
            order({ legs: tooMany, symbol: comboSymbol(tooMany) }),
            order({ type: 'stop', stopPrice: exact('3') }),
          ]
        : [order()];
      for (const one of orders) broker.connection.submit(one);
      await broker.until(() => broker.of('unsent').length === orders.length);
      for (const { reason } of broker.of('unsent')) expect(reason).toMatch(/combination|legs/);
      expect(broker.venue.commands).toEqual([]);
    });
  });
}
