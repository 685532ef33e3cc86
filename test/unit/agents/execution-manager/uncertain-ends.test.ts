import { describe, expect, it } from 'vitest';
import { D, openQuietAccount } from '#test/support/brokers/quiet-account';
import { temporaryFolder } from '#test/support/temporary-folder';

/** An account at a broker that keeps no ids of ours. */
const openNumbered = () => openQuietAccount(temporaryFolder(), false);
const kept = ({ store }: Awaited<ReturnType<typeof openNumbered>>) =>
  store.readNewest({ kind: 'VenueEventQuarantined', limit: 10 });

describe('an order without a number, at a broker that keeps no ids of ours', () => {
  // Would catch: a fill that is booked for nobody, because its order was closed before its number was known.
  it('is not closed by an end that is heard: what it traded is not known', async () => {
    const account = await openNumbered();
    const id = account.submit();
    const reason = 'its last day has passed';
    const end = { kind: 'expired', clientOrderId: id, reason, eventTime: account.clock.now() } as const;
    const { fill } = account.filled(id, { clientOrderId: null, quantity: D('4') });
    const ended = { status: 'expired', reason, filledQuantity: D('4'), averagePrice: D('10') } as const;
    account.truth.orders = [{ ...account.report(id, ended), clientOrderId: null }];
    account.truth.fills = [fill];
    account.truth.positions = [{ symbol: 'AAPL', quantity: D('4'), averagePrice: D('10') }];
    account.truth.cash = D('959');
    await account.say({ kind: 'filled', fill }, end, end);
    expect(account.order(id)).toMatchObject({ status: 'unknown', filledQuantity: 0n });
    expect(account.order(id)?.statusReason).toContain('told: expired, its last day has passed');
    expect(kept(account)).toEqual([]);
    await account.broker.decide(id, 'is-working', fill.venueOrderId);
    expect(account.order(id)).toMatchObject({ status: 'expired', filledQuantity: D('4') });
    expect(account.broker.state.get().reconciliation).toMatchObject({ unknown: [], differences: [] });
  });

  // Would catch: a cancel that a person was told of, and that is sent a minute after it could have been.
  it('has its end asked for as soon as the number is known', async () => {
    const account = await openNumbered();
    const id = account.submit();
    account.broker.desk.cancel(id, 'by a person', account.clock.now());
    account.journal.commit();
    const reason = 'no number of it is known';
    const eventTime = account.clock.now();
    await account.say({ kind: 'unsent', command: 'cancel', clientOrderId: id, reason, eventTime });
    expect(account.order(id)).toMatchObject({ status: 'unknown', isCancelWanted: true });
    account.truth.orders = [account.report(id)];
    await account.say(account.acknowledged(id));
    await account.pass(1_000);
    expect(account.order(id)?.status).toBe('pending-cancel');
    expect(account.sent.filter((command) => command === `cancel ${id}`)).toHaveLength(2);
  });

  it('is the one that a person adopts, though its end was asked for; of two alike the person says which', async () => {
    const account = await openNumbered();
    const id = account.submit();
    account.broker.desk.cancel(id, 'by a person', account.clock.now());
    account.journal.commit();
    const eventTime = account.clock.now();
    await account.say({
      kind: 'outcome-unknown',
      command: 'submit',
      clientOrderId: id,
      reason: '',
      eventTime,
    });
    const report = { ...account.report(id), clientOrderId: null };
    account.truth.orders = [report];
    await account.pass(61_000);
    const twin = account.submit();
    expect(() => account.broker.adopt(report.venueOrderId)).toThrow('is like 2 of ours that have no number');
    await account.say({ kind: 'rejected', clientOrderId: twin, reason: '', eventTime });
    expect(account.broker.adopt(report.venueOrderId)).toBe(id);
    await account.pass(1_000);
    expect(account.order(id)?.venueOrderId).toBe(report.venueOrderId);
    // The list that it was chosen from may be an old one.
    account.truth.orders = [];
    await account.say({ kind: 'cancelled', clientOrderId: id, reason: '', eventTime });
    expect(account.journal.projection.openOrders('A')).toEqual([]);
    await expect(account.broker.decide(twin, 'is-working', report.venueOrderId)).rejects.toThrow(
      `order ${id} has number ${report.venueOrderId}`,
    );
  });
});

// Would catch: an algorithm that takes more than was wanted: what is left of a part is sent anew, and then its fill is told.
it('a part of an algorithm has ended once the broker has been asked for its fills', async () => {
  const account = await openQuietAccount();
  const id = account.submit({ algorithmId: 'worked' });
  await account.say(account.acknowledged(id));
  const { fill } = account.filled(id, { quantity: D('3') });
  const ended = { status: 'cancelled', filledQuantity: D('3'), averagePrice: D('10') } as const;
  account.truth.orders = [account.report(id, ended)];
  const eventTime = account.clock.now();
  await account.say({ kind: 'cancelled', clientOrderId: id, reason: 'as asked', eventTime });
  expect(account.order(id)).toMatchObject({ status: 'working', filledQuantity: 0n });
  account.truth.fills = [fill];
  await account.pass(11_000);
  expect(account.order(id)).toMatchObject({ status: 'cancelled', filledQuantity: D('3') });
});
