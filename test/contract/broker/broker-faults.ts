import { beforeEach, describe, expect, it } from 'vitest';
import type { VenueAnswer } from '#test/support/brokers/broker-vendor';
import { exact, type OpenBroker } from '#test/support/brokers/open-broker';
import { type BrokerSuite, LONG_MS, PRICE, sum, testIf } from './broker-suite.ts';

/** What goes wrong on the line: nothing is sent twice, lost or told twice. */
export function brokerFaults(suite: BrokerSuite): void {
  const { vendor, openReady, knows, secrets } = suite;
  const { quantity, part, definition } = vendor;
  const { capabilities } = definition;
  let broker: OpenBroker;
  const rest = quantity - part;

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

    it.each(answers.filter(({ kind }) => capabilities.findsByClientId && knows(kind) && kind !== 'trouble'))(
      'a fill of an order met with %j is ours',
      async (answer) => {
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

    testIf(knows('accept-silently'))('cancel: said once, sent once', async () => {
      const { ref } = await broker.place();
      broker.answerNext('cancel', { kind: 'accept-silently' });
      broker.connection.cancel(ref);
      await broker.until(() => broker.of('outcome-unknown').length + broker.of('cancelled').length > 0);
      await broker.pass(LONG_MS);
      expect(broker.of('outcome-unknown').length).toBeLessThanOrEqual(1);
      expect(broker.got('cancel')).toHaveLength(1);
      expect(await broker.ask(() => broker.connection.order(ref))).toMatchObject({ status: 'cancelled' });
    });

    testIf(knows('accept-silently') && capabilities.takesReplace)(
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

    testIf(knows('busy'))('429: not taken, unsent, and back when the venue said', async () => {
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
}
