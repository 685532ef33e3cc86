import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ORDER_TYPES, type OrderType, TIMES_IN_FORCE, type TimeInForce } from '#domain/orders/order';
import { DECIMAL_ONE, type Decimal, divideDecimal, multiplyDecimal } from '#domain/values/decimal';
import { type BrokerOrder, clientOrderIdOf, venueClientId } from '#engine/ports/broker';
import { BrokerError } from '#engine/ports/broker-error';
import { askEverything, type BrokerVendor, type VenueAnswer } from '#test/support/brokers/broker-vendor';
import { BROKER_START, exact, type OpenBroker, openBroker } from '#test/support/brokers/open-broker';

const HOUR_MS = 3_600_000;
/** Longer than any adapter waits for an answer. */
const LONG_MS = 120_000;
const PRICE = exact('101.25');
const WHOLE_SECOND = BROKER_START + 48 * HOUR_MS;

/** What the terms of a type need besides side, quantity and validity. */
function pricesOf(type: OrderType): Partial<BrokerOrder> {
  const limitPrice = exact('101.25');
  const stopPrice = exact('99.5');
  switch (type) {
    case 'limit':
      return { limitPrice };
    case 'stop':
    case 'market-if-touched':
      return { stopPrice };
    case 'stop-limit':
    case 'limit-if-touched':
      return { limitPrice, stopPrice };
    case 'trailing-stop':
      return { trailAmount: exact('1.5') };
    case 'trailing-stop-limit':
      return { trailAmount: exact('1.5'), limitOffset: exact('0.25'), stopPrice };
    case 'market':
    case 'market-to-limit':
      return {};
  }
}

/** What every broker keeps to, against a server that speaks as its vendor documents. */
export function brokerContract(vendor: BrokerVendor): void {
  const { definition, quantity, part } = vendor;
  const { capabilities } = definition;
  const rest = quantity - part;
  const knows = (kind: VenueAnswer['kind']): boolean => vendor.answers.includes(kind);
  const ends = vendor.ends ?? (['cancelled', 'expired', 'rejected'] as const);
  const takes = vendor.takes ?? (() => true);
  const pairs = capabilities.orderTypes.flatMap((type) =>
    capabilities.timesInForce
      .filter((validity) => takes(type, validity))
      .map((validity) => [type, validity] as const),
  );
  const secrets = definition.fields
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => vendor.fields[name] ?? '')
    .filter((secret) => secret !== '');

  describe(definition.name, () => {
    let opened: OpenBroker[] = [];
    const open = async (fields = vendor.fields) => {
      const one = await openBroker(vendor, fields);
      opened.push(one);
      return one;
    };
    const openReady = async () => {
      const one = await open();
      await one.ready();
      return one;
    };
    let broker: OpenBroker;
    beforeEach(() => {
      opened = [];
    });
    afterEach(async () => {
      for (const { connection, venue } of opened) {
        connection.close();
        await venue.close();
      }
      for (const one of opened) {
        const told = one.said() + one.kept.map(([name]) => name).join();
        for (const secret of secrets) expect(told).not.toContain(secret);
      }
    });

    describe('what it says of itself', () => {
      it('is whole and without contradiction', () => {
        const { orderTypes, timesInForce, assetClasses, note } = capabilities;
        for (const list of [
          orderTypes,
          timesInForce,
          assetClasses,
          definition.environments,
          definition.fields,
        ]) {
          expect(list.length).toBeGreaterThan(0);
          expect(new Set<unknown>(list).size).toBe(list.length);
        }
        expect(definition.id).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(note).toMatch(/\.$/);
        // Room for our 26 letters and the mark of at least 99 replacements.
        if (capabilities.findsByClientId) expect(capabilities.clientIdLengthMax).toBeGreaterThanOrEqual(29);
        expect(capabilities.quantityPrecision).toBeGreaterThanOrEqual(0);
        expect(capabilities.quantityPrecision).toBeLessThanOrEqual(8);
        for (const environment of definition.environments)
          for (const address of Object.values(definition.addresses[environment]))
            expect(address).toMatch(/^(https|wss):\/\/|^(127\.0\.0\.1|localhost)(:\d+)?$/);
        expect(new Set(pairs.map(([type]) => type)).size).toBe(orderTypes.length);
        expect(new Set(pairs.map(([, validity]) => validity)).size).toBe(timesInForce.length);
      });

      it('keeps every secret field secret in its form', () => {
        expect(new Set(definition.fields.map(({ name }) => name)).size).toBe(definition.fields.length);
        for (const { isSecret, default: value } of definition.fields)
          if (isSecret) expect(value).toBeUndefined();
      });
    });

    describe('orders', () => {
      beforeEach(async () => {
        broker = await openReady();
      });

      it.each(pairs)('%s, %s reaches the venue as it was meant', async (type, timeInForce) => {
        const extra = timeInForce === 'gtd' ? { expireTime: WHOLE_SECOND } : {};
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

      it('what it does not take is unsent with a sentence, never sent as something else', async () => {
        const types = ORDER_TYPES.filter((type) => !capabilities.orderTypes.includes(type));
        const validities = TIMES_IN_FORCE.filter((one) => !capabilities.timesInForce.includes(one));
        const tooFine = capabilities.quantityPrecision < 8 ? [{ quantity: quantity + 1n }] : [];
        const orders = [
          ...types.map((type) => broker.order({ type, ...pricesOf(type) })),
          ...validities.map((timeInForce: TimeInForce) =>
            broker.order({ timeInForce, ...(timeInForce === 'gtd' ? { expireTime: WHOLE_SECOND } : {}) }),
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
      });

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

      it('refused at once: rejected, with the reason of the venue', async () => {
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

      it('a refused cancel is told, and the order works on', async () => {
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

      it('a fill that comes after the cancel is told', async () => {
        const { ref, venueOrderId } = await broker.place();
        broker.connection.cancel(ref);
        await broker.until(() => broker.of('cancelled').length === 1);
        broker.venue.fill(venueOrderId, part, PRICE);
        await broker.until(() => broker.fills().length === 1);
        expect(broker.fills()[0]).toMatchObject({ quantity: part, clientOrderId: ref.clientOrderId });
      });

      it.runIf(capabilities.takesReplace)('replaced in place, twice, each time with its mark', async () => {
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

      it.runIf(capabilities.takesReplace)(
        'a changed quantity is the whole, filled part included',
        async () => {
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
        },
      );

      it.runIf(capabilities.takesReplace)(
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

      it.runIf(!capabilities.takesReplace)('a replacement it does not take is unsent', async () => {
        const { order, ref } = await broker.place();
        broker.connection.replace(ref, { limitPrice: PRICE }, { ...order, limitPrice: PRICE });
        await broker.until(() => broker.of('unsent').length === 1);
        expect(broker.of('unsent')[0]!.command).toBe('replace');
        expect(broker.got('replace')).toEqual([]);
      });

      it('a fill said twice has one id', async () => {
        const { venueOrderId } = await broker.place();
        broker.venue.fill(venueOrderId, part, PRICE);
        await broker.until(() => broker.fills().length === 1);
        broker.venue.repeatFill();
        broker.venue.fill(venueOrderId, rest, PRICE);
        await broker.until(() => new Set(broker.fills().map(({ fillId }) => fillId)).size === 2);
        const byId = new Map(broker.fills().map((fill) => [fill.fillId, fill.quantity]));
        expect([...byId.values()]).toEqual([part, rest]);
      });

      it('an order placed elsewhere is news, without an id of ours', async () => {
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

    describe('questions', () => {
      beforeEach(async () => {
        broker = await openReady();
      });

      it.runIf(capabilities.findsByClientId)(
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
          const ask = () =>
            broker.connection.order({ clientOrderId, symbol, venueOrderId: null, revision: 0 });
          expect(await broker.ask(ask)).toBeNull();
        },
      );

      it.runIf(!capabilities.findsByClientId)(
        'without a number of the venue an order cannot be asked for',
        async () => {
          const { ref, venueOrderId } = await broker.place();
          const { connection } = opened.at(-1)!;
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

    describe('a command whose outcome nobody knows', () => {
      beforeEach(async () => {
        broker = await openReady();
      });
      const answers: readonly VenueAnswer[] = [
        { kind: 'accept-silently' },
        { kind: 'accept-and-cut' },
        { kind: 'trouble', isTaken: true },
        { kind: 'trouble', isTaken: false },
      ];

      it.each(answers.filter(({ kind }) => knows(kind)))(
        'submit met with %j is sent once and said once',
        async (answer) => {
          broker.answerNext('submit', answer);
          const order = broker.order();
          broker.connection.submit(order);
          await broker.until(() => broker.of('outcome-unknown').length > 0);
          await broker.pass(LONG_MS);
          expect(broker.of('outcome-unknown')).toHaveLength(1);
          expect(broker.of('outcome-unknown')[0]).toMatchObject({
            command: 'submit',
            clientOrderId: order.clientOrderId,
            reason: expect.stringMatching(/\w+ \w+/),
          });
          expect(broker.got('submit')).toHaveLength(1);
          expect(broker.of('unsent')).toEqual([]);
          expect(broker.of('rejected')).toEqual([]);
          await broker.ready();
          if (!capabilities.findsByClientId) return;
          const { clientOrderId, symbol } = order;
          const report = await broker.ask(() =>
            broker.connection.order({ clientOrderId, symbol, venueOrderId: null, revision: 0 }),
          );
          const isTaken = answer.kind !== 'trouble' || answer.isTaken;
          if (!isTaken) expect(report).toBeNull();
          else expect(report).toMatchObject({ clientOrderId, status: 'working', quantity });
        },
      );

      it.each(answers.filter(({ kind }) => knows(kind) && kind !== 'trouble'))(
        'a fill of an order met with %j is ours',
        async (answer) => {
          if (!capabilities.findsByClientId) return;
          broker.answerNext('submit', answer);
          const order = broker.order();
          broker.connection.submit(order);
          await broker.until(() => broker.of('outcome-unknown').length === 1);
          await broker.ready();
          broker.venue.fill(broker.got('submit')[0]!.venueOrderId!, quantity, PRICE);
          await broker.until(() => broker.fills().length === 1);
          expect(broker.fills()[0]).toMatchObject({ clientOrderId: order.clientOrderId, quantity });
        },
      );

      it.runIf(knows('accept-silently'))('cancel: said once, sent once', async () => {
        const { ref } = await broker.place();
        broker.answerNext('cancel', { kind: 'accept-silently' });
        broker.connection.cancel(ref);
        await broker.until(() => broker.of('outcome-unknown').length + broker.of('cancelled').length > 0);
        await broker.pass(LONG_MS);
        expect(broker.of('outcome-unknown').length).toBeLessThanOrEqual(1);
        expect(broker.got('cancel')).toHaveLength(1);
        expect(await broker.ask(() => broker.connection.order(ref))).toMatchObject({ status: 'cancelled' });
      });

      it.runIf(knows('accept-silently') && capabilities.takesReplace)(
        'replace: said once, sent once',
        async () => {
          const { order, ref } = await broker.place();
          broker.answerNext('replace', { kind: 'accept-silently' });
          broker.connection.replace(
            ref,
            { limitPrice: exact('99.75') },
            { ...order, limitPrice: exact('99.75') },
          );
          await broker.until(() => broker.of('outcome-unknown').length + broker.of('replaced').length > 0);
          await broker.pass(LONG_MS);
          expect(broker.of('outcome-unknown').length).toBeLessThanOrEqual(1);
          expect(broker.got('replace')).toHaveLength(1);
          const report = await broker.ask(() => broker.connection.order({ ...ref, revision: 1 }));
          expect(report).toMatchObject({ clientOrderId: order.clientOrderId, limitPrice: exact('99.75') });
        },
      );
    });

    describe('the line', () => {
      beforeEach(async () => {
        broker = await openReady();
      });

      it('an order while nobody is there is unsent, and is not sent later', async () => {
        broker.venue.goAway();
        const order = broker.order();
        broker.connection.submit(order);
        await broker.until(() => broker.of('unsent').length === 1);
        expect(broker.of('unsent')[0]).toMatchObject({
          command: 'submit',
          clientOrderId: order.clientOrderId,
        });
        await broker.until(() => broker.state() === 'waiting');
        const waiting = broker.states.at(-1)!;
        expect(waiting).toHaveProperty('reason', expect.stringMatching(/\w+ \w+/));
        await broker.venue.comeBack();
        await broker.ready();
        await broker.pass(LONG_MS);
        expect(broker.got('submit')).toEqual([]);
        expect(broker.of('outcome-unknown')).toEqual([]);
      });

      it.runIf(knows('busy'))('429: not taken, unsent, and back when the venue said', async () => {
        broker.answerNext('submit', { kind: 'busy', retryAfterSeconds: 7 });
        const order = broker.order();
        broker.connection.submit(order);
        await broker.until(() => broker.of('unsent').length + broker.of('acknowledged').length === 1);
        if (broker.of('unsent').length === 1) {
          expect(broker.of('unsent')[0]!.reason).toMatch(/too many|no more requests|busy|limit/i);
          const waiting = broker.states.findLast(({ kind }) => kind === 'waiting');
          expect(waiting).toBeDefined();
          await broker.ready();
          await broker.pass(LONG_MS);
          expect(broker.of('acknowledged')).toEqual([]);
        }
        expect(broker.of('outcome-unknown')).toEqual([]);
        const taken = broker.got('submit').filter(({ venueOrderId }) => venueOrderId !== null);
        expect(taken).toHaveLength(broker.of('acknowledged').length);
        await broker.place();
      });

      it('lost: waits, comes back, and tells what was missed, once', async () => {
        const first = await broker.place();
        const second = await broker.place();
        broker.venue.fill(first.venueOrderId, part, PRICE);
        await broker.until(() => broker.fills().length === 1);
        broker.venue.goAway();
        await broker.until(() => broker.state() === 'waiting');
        const waiting = broker.states.at(-1)!;
        expect(waiting.kind === 'waiting' && waiting.retryTime).toBeGreaterThanOrEqual(
          broker.clock.now() - 1_000,
        );
        broker.venue.fill(first.venueOrderId, rest, exact('101.5'), { isTold: false });
        broker.venue.end(second.venueOrderId, 'cancelled', 'cancelled elsewhere', { isTold: false });
        await broker.pass(5_000);
        await broker.venue.comeBack();
        await broker.ready();
        await broker.until(() => broker.fills().length === 2 && broker.of('cancelled').length === 1);
        expect(broker.fills()[1]).toMatchObject({
          clientOrderId: first.order.clientOrderId,
          quantity: rest,
          price: exact('101.5'),
        });
        expect(broker.of('cancelled')[0]).toMatchObject({ clientOrderId: second.order.clientOrderId });
        await broker.pass(LONG_MS);
        expect(broker.fills()).toHaveLength(2);
        expect(broker.of('cancelled')).toHaveLength(1);
        const { venueOrderId } = await broker.place();
        broker.venue.fill(venueOrderId, quantity, PRICE);
        await broker.until(() => broker.fills().length === 3);
      });

      it('a second loss tells nothing of the first again', async () => {
        const { venueOrderId } = await broker.place();
        for (const [index, amount] of [part, rest].entries()) {
          broker.venue.goAway();
          await broker.until(() => broker.state() === 'waiting');
          broker.venue.fill(venueOrderId, amount, PRICE, { isTold: false });
          await broker.venue.comeBack();
          await broker.ready();
          await broker.until(() => broker.fills().length > index);
          await broker.pass(LONG_MS);
          expect(broker.fills()).toHaveLength(index + 1);
        }
        expect(sum(broker.fills().map(({ quantity: amount }) => amount))).toBe(quantity);
      });

      it('a message that nobody can read is shown without secrets, and life goes on', async () => {
        const { venueOrderId } = await broker.place();
        broker.venue.say(`<html>what ${secrets.join(' and ')} is this`);
        await broker.until(() => broker.of('unreadable').length > 0);
        const { raw, reason } = broker.of('unreadable')[0]!;
        expect(raw).toContain('is this');
        expect(reason).toMatch(/\w+ \w+/);
        await broker.ready();
        broker.venue.fill(venueOrderId, quantity, PRICE);
        await broker.until(() => broker.fills().length === 1);
      });
    });

    describe('login and end', () => {
      it('connects before it is ready', async () => {
        broker = await openReady();
        expect(broker.states[0]).toMatchObject({ kind: 'connecting', attempt: 1 });
        expect(broker.states.at(-1)).toMatchObject({ kind: 'ready' });
      });

      it('without what a person has to enter it says so, and sends nothing', async () => {
        if (!definition.fields.some((field) => field.isRequired && field.default === undefined)) return;
        broker = await open({});
        await broker.until(() => broker.state() === 'needs-login');
        expect(broker.states.at(-1)).toHaveProperty('reason', expect.stringMatching(/\w+ \w+ \w+/));
        broker.connection.submit(broker.order());
        await broker.until(() => broker.of('unsent').length === 1);
        const error = await broker.failure(() => broker.connection.positions());
        expect(error).toMatchObject({ kind: 'unauthorised' });
        expect(broker.clock.timers()).toBe(0);
      });

      it('a login that ends is made anew, or asked for', async () => {
        broker = await openReady();
        if (!broker.venue.endLogin) return;
        broker.venue.endLogin();
        const asked = broker.connection.balances().then(
          () => 'answered',
          (error: unknown) => error,
        );
        await broker.until(() => broker.state() === 'needs-login' || broker.kept.length > 0);
        const outcome = await broker.ask(() => asked);
        if (broker.state() === 'needs-login') {
          expect(broker.states.at(-1)).toHaveProperty('reason', expect.stringMatching(/\w+ \w+ \w+/));
          expect(outcome).toMatchObject({ kind: 'unauthorised' });
          broker.connection.submit(broker.order());
          await broker.until(() => broker.of('unsent').length === 1);
          expect(broker.got('submit')).toEqual([]);
        } else {
          await broker.ready();
          await broker.place();
        }
      });

      it('closed: no timer, no line, no word more, no throw', async () => {
        broker = await openReady();
        const { ref, order } = await broker.place();
        broker.connection.submit(broker.order());
        broker.connection.close();
        broker.connection.close();
        expect(broker.states.at(-1)).toMatchObject({ kind: 'closed' });
        expect(broker.clock.timers()).toBe(0);
        await broker.until(() => broker.venue.lines() === 0);
        // What was under way when it was closed is told within the call or never: nobody listens afterwards.
        const before = broker.events.length;
        await broker.pass(HOUR_MS / 10);
        expect(broker.events.length).toBe(before);
        const sent = broker.venue.commands.length;
        broker.connection.submit(broker.order());
        broker.connection.cancel(ref);
        broker.connection.replace(ref, { limitPrice: PRICE }, order);
        for (const [, question] of askEverything(broker.connection))
          expect(await broker.failure(question)).toBeInstanceOf(BrokerError);
        expect(broker.venue.commands).toHaveLength(sent);
        expect(broker.clock.timers()).toBe(0);
      });

      it('can be closed before it is connected, and while it waits', async () => {
        const early = await open();
        early.connection.close();
        expect(early.clock.timers()).toBe(0);
        await early.pass(5_000);
        expect(early.states.at(-1)).toMatchObject({ kind: 'closed' });
        const waiting = await openReady();
        waiting.venue.goAway();
        await waiting.until(() => waiting.state() === 'waiting');
        waiting.connection.close();
        expect(waiting.clock.timers()).toBe(0);
        expect(waiting.states.at(-1)).toMatchObject({ kind: 'closed' });
      });
    });
  });
}

/** Average prices are reckoned by the venue, to as many digits as it likes. */
function near(value: Decimal, wanted: Decimal): boolean {
  const difference = value > wanted ? value - wanted : wanted - value;
  return difference * 10_000n <= DECIMAL_ONE;
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
