import { beforeEach, describe, expect, it } from 'vitest';
import { ORDER_TYPES, TIMES_IN_FORCE, type TimeInForce } from '#domain/orders/order';
import { divideDecimal, multiplyDecimal } from '#domain/values/decimal';
import { clientOrderIdOf, venueClientId } from '#engine/ports/broker';
import { BROKER_START, exact, type OpenBroker } from '#test/support/brokers/open-broker';
import {
  type BrokerSuite,
  EXPIRE_TIME,
  LONG_MS,
  near,
  PRICE,
  pairsOf,
  pricesOf,
  testIf,
} from './broker-suite.ts';

/** What becomes of orders, from the wire to their end. */
export function brokerOrders(suite: BrokerSuite): void {
  const { vendor, openReady } = suite;
  const { quantity, part, definition } = vendor;
  const { capabilities } = definition;
  const isElsewhere = vendor.answersForItself !== true;
  let broker: OpenBroker;
  const rest = quantity - part;
  const ends = vendor.ends ?? (['cancelled', 'expired', 'rejected'] as const);

  describe('orders', () => {
    beforeEach(async () => {
      broker = await openReady();
    });

    it.each(pairsOf(vendor))('%s, %s reaches the venue as it was meant', async (type, timeInForce) => {
      const extra = timeInForce === 'gtd' ? { expireTime: EXPIRE_TIME } : {};
      for (const side of ['buy', 'sell'] as const) {
        if (side === 'sell' && !capabilities.takesShort) continue;
        const { order, venueOrderId } = await broker.place({
          side,
          type,
          timeInForce,
          ...pricesOf(type),
          ...extra,
        });
        const got = broker.got('submit').at(-1)!;
        if (capabilities.findsByClientId) expect(got.clientId).toBe(order.clientOrderId);
        expect(got.venueOrderId).toBe(venueOrderId);
        const { instrument: _, clientOrderId: __, ...terms } = order;
        expect(got.terms).toEqual(terms);
      }
      expect(broker.of('rejected')).toEqual([]);
    });

    it.each([
      ['isPostOnly', capabilities.takesPostOnly, { isPostOnly: true }],
      ['isReduceOnly', capabilities.takesReduceOnly, { isReduceOnly: true }],
      ['displayQuantity', capabilities.takesIceberg, { displayQuantity: part }],
    ] as const)('%s reaches the venue, or the order is not sent at all', async (_, isTaken, terms) => {
      if (isTaken) {
        await broker.place(terms);
        expect(broker.got('submit').at(-1)!.terms).toMatchObject(terms);
        return;
      }
      const order = broker.order(terms);
      broker.connection.submit(order);
      await broker.until(() => broker.of('unsent').length === 1);
      expect(broker.venue.commands).toEqual([]);
    });

    testIf(isElsewhere)(
      'what it does not take is unsent with a sentence, never sent as something else',
      async () => {
        const types = ORDER_TYPES.filter((type) => !capabilities.orderTypes.includes(type));
        const validities = TIMES_IN_FORCE.filter((one) => !capabilities.timesInForce.includes(one));
        const tooFine = capabilities.quantityPrecision < 8 ? [{ quantity: quantity + 1n }] : [];
        const orders = [
          ...types.map((type) => broker.order({ type, ...pricesOf(type) })),
          ...validities.map((timeInForce: TimeInForce) =>
            broker.order({ timeInForce, ...(timeInForce === 'gtd' ? { expireTime: EXPIRE_TIME } : {}) }),
          ),
          ...tooFine.map((terms) => broker.order(terms)),
        ];
        for (const order of orders) broker.connection.submit(order);
        await broker.until(() => broker.of('unsent').length === orders.length);
        for (const { reason, command } of broker.of('unsent')) {
          expect(command).toBe('submit');
          expect(reason).toMatch(/\w+ \w+/);
        }
        expect(broker.venue.commands).toEqual([]);
      },
    );

    it('acknowledged, filled in parts, filled: exact to the last digit', async () => {
      const { order, venueOrderId, ref } = await broker.place();
      const [first, second] = [exact('101.24'), exact('101.23')];
      broker.venue.fill(venueOrderId, part, first);
      await broker.until(() => broker.fills().length === 1);
      broker.venue.fill(venueOrderId, rest, second);
      await broker.until(() => broker.fills().length === 2);
      const common = {
        clientOrderId: order.clientOrderId,
        venueOrderId,
        symbol: order.symbol,
        side: 'buy',
      };
      expect(broker.fills()).toMatchObject([
        { ...common, quantity: part, price: first },
        { ...common, quantity: rest, price: second },
      ]);
      const [one, two] = broker.fills();
      expect(one!.fillId).not.toBe(two!.fillId);
      expect(one!.eventTime).toBeLessThanOrEqual(two!.eventTime);
      expect(one!.eventTime).toBeGreaterThanOrEqual(BROKER_START - 1_000);
      expect(broker.of('acknowledged')).toHaveLength(1);
      const report = await broker.ask(() => broker.connection.order(ref));
      const cost = multiplyDecimal(part, first) + multiplyDecimal(rest, second);
      expect(report).toMatchObject({
        clientOrderId: order.clientOrderId,
        venueOrderId,
        status: 'filled',
        filledQuantity: quantity,
      });
      expect(near(report!.averagePrice, divideDecimal(cost, quantity))).toBe(true);
      const told = await broker.ask(() => broker.connection.fills(0));
      expect(told.map(({ fillId }) => fillId)).toEqual([one!.fillId, two!.fillId]);
    });

    testIf(isElsewhere)('refused at once: rejected, with the reason of the venue', async () => {
      broker.answerNext('submit', { kind: 'reject', reason: 'insufficient buying power' });
      const order = broker.order();
      broker.connection.submit(order);
      await broker.until(() => broker.of('rejected').length === 1);
      expect(broker.of('rejected')[0]).toMatchObject({ clientOrderId: order.clientOrderId });
      expect(broker.of('rejected')[0]!.reason).toContain('insufficient buying power');
      await broker.pass(LONG_MS);
      expect(broker.got('submit')).toHaveLength(1);
      expect(broker.of('acknowledged')).toEqual([]);
    });

    it.each(ends)('%s by the venue', async (kind) => {
      const { order, venueOrderId, ref } = await broker.place();
      broker.venue.end(venueOrderId, kind, 'the session is over');
      await broker.until(() => broker.of(kind).length === 1);
      expect(broker.of(kind)[0]).toMatchObject({ clientOrderId: order.clientOrderId });
      expect(await broker.ask(() => broker.connection.order(ref))).toMatchObject({ status: kind });
    });

    it('cancelled: one command, one event', async () => {
      const { order, ref, venueOrderId } = await broker.place();
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('cancelled').length === 1);
      expect(broker.of('cancelled')[0]).toMatchObject({ clientOrderId: order.clientOrderId });
      expect(broker.got('cancel')).toMatchObject([{ venueOrderId }]);
      expect(await broker.ask(() => broker.connection.order(ref))).toMatchObject({ status: 'cancelled' });
    });

    testIf(isElsewhere)('a refused cancel is told, and the order works on', async () => {
      const { ref, venueOrderId } = await broker.place();
      broker.answerNext('cancel', { kind: 'reject', reason: 'the order is pending at the exchange' });
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('cancel-rejected').length === 1);
      expect(broker.of('cancel-rejected')[0]!.reason).toContain('pending at the exchange');
      broker.venue.fill(venueOrderId, quantity, PRICE);
      await broker.until(() => broker.fills().length === 1);
    });

    it('a cancel of an order that is gone is refused, never silent', async () => {
      const { ref, venueOrderId } = await broker.place();
      broker.venue.fill(venueOrderId, quantity, PRICE);
      await broker.until(() => broker.fills().length === 1);
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('cancel-rejected').length === 1);
      expect(broker.of('cancelled')).toEqual([]);
    });

    testIf(isElsewhere)('a fill that comes after the cancel is told', async () => {
      const { ref, venueOrderId } = await broker.place();
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('cancelled').length === 1);
      broker.venue.fill(venueOrderId, part, PRICE);
      await broker.until(() => broker.fills().length === 1);
      expect(broker.fills()[0]).toMatchObject({ quantity: part, clientOrderId: ref.clientOrderId });
    });

    testIf(capabilities.takesReplace)('replaced in place, twice, each time with its mark', async () => {
      const { order, ref } = await broker.place();
      let now = ref;
      for (const [revision, limitPrice] of [exact('100.5'), exact('100.25')].entries()) {
        broker.connection.replace({ ...now, revision }, { limitPrice }, { ...order, limitPrice });
        await broker.until(() => broker.of('replaced').length === revision + 1);
        const { change, venueOrderId, clientOrderId } = broker.of('replaced').at(-1)!;
        expect(change).toMatchObject({ limitPrice });
        expect(clientOrderId).toBe(order.clientOrderId);
        const got = broker.got('replace').at(-1)!;
        expect(got.terms).toMatchObject({ limitPrice });
        expect(got.venueOrderId).toBe(venueOrderId);
        if (capabilities.findsByClientId && got.clientId !== null) {
          expect([venueClientId({ ...ref, revision: revision + 1 }), order.clientOrderId]).toContain(
            got.clientId,
          );
          expect(clientOrderIdOf(got.clientId)).toBe(order.clientOrderId);
        }
        now = { ...ref, venueOrderId };
      }
      expect(broker.got('submit')).toHaveLength(1);
      expect(broker.of('cancelled')).toEqual([]);
      broker.venue.fill(now.venueOrderId!, quantity, exact('100.25'));
      await broker.until(() => broker.fills().length === 1);
      expect(broker.fills()[0]).toMatchObject({ clientOrderId: order.clientOrderId, quantity });
      const report = await broker.ask(() => broker.connection.order({ ...now, revision: 2 }));
      expect(report).toMatchObject({ clientOrderId: order.clientOrderId, status: 'filled' });
    });

    testIf(capabilities.takesReplace)('a changed quantity is the whole, filled part included', async () => {
      const { order, ref, venueOrderId } = await broker.place();
      broker.venue.fill(venueOrderId, part, PRICE);
      await broker.until(() => broker.fills().length === 1);
      const change = { quantity: quantity + part };
      broker.connection.replace(ref, change, { ...order, ...change });
      await broker.until(() => broker.of('replaced').length === 1);
      expect(broker.of('replaced')[0]!.change).toMatchObject(change);
      const report = await broker.ask(() =>
        broker.connection.order({
          ...ref,
          venueOrderId: broker.of('replaced')[0]!.venueOrderId,
          revision: 1,
        }),
      );
      expect(report).toMatchObject({ quantity: quantity + part, filledQuantity: part });
      expect(broker.fills()).toHaveLength(1);
    });

    testIf(isElsewhere && capabilities.takesReplace)(
      'a refused replacement is told, and the order works on',
      async () => {
        const { order, ref, venueOrderId } = await broker.place();
        const limitPrice = exact('100.5');
        broker.answerNext('replace', { kind: 'reject', reason: 'the order cannot be replaced' });
        broker.connection.replace(ref, { limitPrice }, { ...order, limitPrice });
        await broker.until(() => broker.of('replace-rejected').length === 1);
        expect(broker.of('replace-rejected')[0]!.reason).toContain('cannot be replaced');
        broker.venue.fill(venueOrderId, quantity, PRICE);
        await broker.until(() => broker.fills().length === 1);
      },
    );

    testIf(!capabilities.takesReplace)('a replacement it does not take is unsent', async () => {
      const { order, ref } = await broker.place();
      broker.connection.replace(ref, { limitPrice: PRICE }, { ...order, limitPrice: PRICE });
      await broker.until(() => broker.of('unsent').length === 1);
      expect(broker.of('unsent')[0]!.command).toBe('replace');
      expect(broker.got('replace')).toEqual([]);
    });

    testIf(isElsewhere)('a fill said twice has one id', async () => {
      const { venueOrderId } = await broker.place();
      broker.venue.fill(venueOrderId, part, PRICE);
      await broker.until(() => broker.fills().length === 1);
      broker.venue.repeatFill();
      broker.venue.fill(venueOrderId, rest, PRICE);
      await broker.until(() => new Set(broker.fills().map(({ fillId }) => fillId)).size === 2);
      const byId = new Map(broker.fills().map((fill) => [fill.fillId, fill.quantity]));
      expect([...byId.values()]).toEqual([part, rest]);
    });

    testIf(isElsewhere)('an order placed elsewhere is news, without an id of ours', async () => {
      const terms = { side: 'buy', quantity, limitPrice: exact('90.5') } as const;
      const venueOrderId = broker.venue.placeElsewhere(terms);
      await broker.until(() => broker.of('external').length > 0);
      const { report } = broker.of('external')[0]!;
      expect(report).toMatchObject({
        ...terms,
        clientOrderId: null,
        venueOrderId,
        symbol: vendor.instrument.symbol,
        type: 'limit',
      });
      const open = await broker.ask(() => broker.connection.openOrders());
      expect(open).toMatchObject([{ clientOrderId: null, venueOrderId, status: 'working' }]);
      broker.venue.fill(venueOrderId, quantity, exact('90.5'));
      await broker.until(() => broker.of('external').at(-1)!.report.status === 'filled');
      for (const fill of broker.fills()) expect(fill.clientOrderId).toBeNull();
      expect(broker.of('acknowledged')).toEqual([]);
    });
  });
}
