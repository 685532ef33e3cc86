import { describe, expect, it } from 'vitest';
import { BrokerError } from '#engine/ports/broker-error';
import { askEverything } from '#test/support/brokers/broker-vendor';
import type { OpenBroker } from '#test/support/brokers/open-broker';
import { type BrokerSuite, LONG_MS, PRICE } from './broker-suite.ts';

/** How a connection begins and ends. */
export function brokerLogin(suite: BrokerSuite): void {
  const { vendor, open, openReady } = suite;
  const { definition } = vendor;
  let broker: OpenBroker;

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
      // What was under way when it was closed is told within the call or never: nobody listens afterwards.
      const before = broker.events.length;
      await broker.until(() => broker.venue.lines() === 0);
      await broker.pass(LONG_MS);
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
}
