import { describe, expect, it } from 'vitest';
import { verifyJournal } from '#engine/journal/verify-journal';
import { D, openQuietAccount } from '#test/support/brokers/quiet-account';

type Account = Awaited<ReturnType<typeof openQuietAccount>>;

const quarantined = ({ store }: Account): string[] =>
  store
    .readNewest({ kind: 'VenueEventQuarantined', limit: 100 })
    .map(({ payload }) => (JSON.parse(payload) as { reason: string }).reason);
const cash = ({ store }: Account) => store.account('A')?.cash;

function expectSound({ store }: Account): void {
  expect(verifyJournal(store, () => 0)).toMatchObject({ isValid: true, isLedgerEqual: true });
}

describe('news that cannot be true', () => {
  // Would catch: money booked for what nobody here ordered, a wrong ledger, or an engine that falls over it.
  it.each([
    ['a fill of an order that was never sent', { clientOrderId: 'X'.repeat(26) }, 'never sent'],
    ['a fill in another symbol', { symbol: 'IBM' }, 'a fill in IBM of an order in AAPL'],
    ['a fill of the other side', { side: 'sell' as const }, 'a sell fill of a buy order'],
    ['a fill of nothing', { quantity: 0n }, 'both must be above zero'],
    ['a fill at no price', { price: 0n }, 'both must be above zero'],
  ])('%s is kept aside with an alert, and booked nowhere', async (_name, change, reason) => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id), account.filled(id, change));
    expect(quarantined(account)).toEqual([expect.stringContaining(reason)]);
    expect(account.troubles).toEqual([expect.stringContaining(reason)]);
    expect(cash(account)).toBe(D('1000'));
    expectSound(account);
  });

  // Would catch: more booked than was ordered; or one wrong message that fills the journal at every look.
  it('a fill larger than the order is asked about, then kept aside once', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const large = account.filled(id, { quantity: D('11') });
    account.truth.orders = [account.report(id, { status: 'filled', filledQuantity: D('11') })];
    account.truth.fills = [large.fill];
    await account.say(account.acknowledged(id), large);
    await account.pass(200_000);
    expect(quarantined(account)).toEqual(['a fill of 11 where 10 of 10 were left']);
    expect(account.broker.whyClosed()).toContain('is unknown');
    expectSound(account);
  });

  it('a duplicate fill is booked once, one with its number and other figures is kept aside', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const part = account.filled(id, { quantity: D('4') });
    await account.say(account.acknowledged(id), part, part, account.filled(id, { quantity: D('5') }));
    expect(account.order(id)).toMatchObject({ status: 'partially-filled', filledQuantity: D('4') });
    expect(quarantined(account)).toEqual([expect.stringContaining('the number of another')]);
    expect(cash(account)).toBe(D('959'));
    expectSound(account);
  });

  it('an answer about an order that was never sent is kept aside', async () => {
    const account = await openQuietAccount();
    await account.say({ kind: 'cancelled', clientOrderId: 'Y'.repeat(26), reason: '', eventTime: 1 });
    expect(quarantined(account)).toEqual([expect.stringContaining('was sent from this account')]);
  });
});

describe('news that comes late or out of order', () => {
  // Would catch: an order shown as unknown, or as rejected, while it works at the broker.
  it('what is answered after it was settled changes nothing', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const eventTime = account.clock.now();
    const late = { clientOrderId: id, reason: 'late', eventTime } as const;
    await account.say(account.acknowledged(id));
    await account.say(
      { kind: 'outcome-unknown', command: 'submit', ...late },
      { kind: 'unsent', command: 'submit', ...late },
      { kind: 'cancel-rejected', ...late },
      { kind: 'replace-rejected', ...late },
    );
    expect(account.order(id)?.status).toBe('working');
    expect(quarantined(account)).toEqual([]);
  });

  it('a cancel that was refused because the order had filled is no news', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id));
    account.broker.desk.cancel(id, 'by a person', 1);
    account.journal.commit();
    await account.say(account.filled(id));
    await account.say({ kind: 'cancel-rejected', clientOrderId: id, reason: 'too late', eventTime: 1 });
    expect(account.order(id)?.status).toBe('filled');
    expect(quarantined(account)).toEqual([]);
  });

  it('a fill after the end is booked, and the order stays ended', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id), {
      kind: 'cancelled',
      clientOrderId: id,
      reason: '',
      eventTime: 1,
    });
    await account.say(account.filled(id, { quantity: D('3') }));
    expect(account.order(id)).toMatchObject({ status: 'cancelled', filledQuantity: D('3') });
    expect(cash(account)).toBe(D('969'));
  });

  // Would catch: a fill of the larger quantity lost, because the answer to the change came after it.
  it('a fill beyond the old quantity waits for the answer to the change', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id));
    account.broker.desk.replace(id, { quantity: D('20') }, 1);
    account.journal.commit();
    account.truth.orders = [
      account.report(id, { quantity: D('20'), status: 'filled', filledQuantity: D('20') }),
    ];
    account.truth.fills = [account.filled(id, { quantity: D('20') }).fill];
    await account.say(account.filled(id, { quantity: D('20') }));
    await account.say({
      kind: 'replaced',
      clientOrderId: id,
      venueOrderId: 'V2',
      change: { quantity: D('20') },
      eventTime: 1,
    });
    await account.pass(60_000);
    expect(account.order(id)).toMatchObject({ status: 'filled', filledQuantity: D('20') });
    expect(quarantined(account)).toEqual([]);
    expectSound(account);
  });
});

describe('an order whose outcome is unknown', () => {
  // Would catch: an order given up while it is still on its way, which then works unseen.
  it('is not given up before a message can no longer be on its way, and closes the account until then', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const eventTime = account.clock.now();
    await account.say({
      kind: 'outcome-unknown',
      command: 'submit',
      clientOrderId: id,
      reason: '',
      eventTime,
    });
    await account.pass(15_000);
    expect(account.order(id)?.status).toBe('unknown');
    expect(account.broker.whyClosed()).toContain('is unknown');
    await account.pass(30_000);
    expect(account.order(id)?.status).toBe('rejected');
    expect(account.broker.whyClosed()).toBeUndefined();
    expect(account.sent).toEqual([`submit ${id}`]);
  });

  // Would catch: an order that arrived after all, and works at the broker while it is rejected here.
  it('is taken back when the broker works it though it was given up', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const eventTime = account.clock.now();
    await account.say({ kind: 'unsent', command: 'submit', clientOrderId: id, reason: '', eventTime });
    account.truth.orders = [account.report(id)];
    await account.say(account.acknowledged(id));
    await account.pass(1_000);
    expect(account.order(id)).toMatchObject({ status: 'working', venueOrderId: expect.any(String) });
    expect(account.kinds(id)).toContain('OrderRevived');
    expectSound(account);
  });

  it('is not taken for working because a cancel of it was refused', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    const eventTime = account.clock.now();
    await account.say({
      kind: 'outcome-unknown',
      command: 'submit',
      clientOrderId: id,
      reason: '',
      eventTime,
    });
    account.broker.desk.cancel(id, 'by a person', eventTime);
    account.journal.commit();
    await account.say({ kind: 'cancel-rejected', clientOrderId: id, reason: 'not known', eventTime });
    expect(account.order(id)?.status).toBe('unknown');
  });
});

describe('what was asked for and never arrived', () => {
  // Would catch: a cancel that a person was told of, forgotten by a crash between the commit and the line.
  it('a cancel is sent again after a restart', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id));
    account.broker.close();
    account.journal.record({
      kind: 'CancelRequested',
      payload: { clientOrderId: id, reason: 'by a person' },
      eventTime: 1,
      source: 'test',
      correlationId: id,
    });
    const folder = account.path.slice(0, account.path.lastIndexOf('/'));
    account.database.close();
    const again = await openQuietAccount(folder);
    again.truth.orders = [again.report(id)];
    await again.pass(61_000);
    expect(again.sent).toContain(`cancel ${id}`);
    expect(again.order(id)).toMatchObject({ status: 'pending-cancel', isCancelWanted: true });
  });

  // Would catch: an emulated stop that nobody watches any more because a commit failed while it was triggered.
  it('a stop the engine watches is watched again when its trigger could not be kept', async () => {
    const account = await openQuietAccount();
    const id = account.submit({ type: 'market-if-touched', stopPrice: D('9') });
    expect(account.order(id)?.status).toBe('held');
    account.broker.desk.onTick('AAPL', 1, 8.5);
    expect(account.order(id)?.status).toBe('sent');
    account.journal.rollback();
    expect(account.order(id)?.status).toBe('held');
    account.broker.desk.onTick('AAPL', 2, 8.5);
    account.journal.commit();
    expect(account.sent).toEqual([`submit ${id}`]);
  });
});

describe('fees that are told later', () => {
  // Would catch: a fee booked twice, or never, so that cash is off by it for good.
  it('are booked once, to the unit', async () => {
    const account = await openQuietAccount();
    const id = account.submit();
    await account.say(account.acknowledged(id), account.filled(id, { fee: null }));
    expect(cash(account)).toBe(D('900'));
    account.truth.fills = [account.filled(id, { fee: D('1.23456789') }).fill];
    account.truth.cash = D('898.76543211');
    account.truth.positions = [{ symbol: 'AAPL', quantity: D('10'), averagePrice: D('10') }];
    await account.pass(130_000);
    expect(cash(account)).toBe(D('898.76543211'));
    expect(account.kinds(id).filter((kind) => kind === 'FeeBooked')).toHaveLength(1);
    expect(account.store.fills('A', 1)[0]).toMatchObject({ fee: D('1.23456789') });
    expect(account.broker.state.get().reconciliation?.differences).toEqual([]);
    expectSound(account);
  });
});

describe('clocks', () => {
  // Would catch: an order that never ends because its venue knows no last day.
  it('an order good till a date is sent without one where the venue knows none, and cancelled when it has passed', async () => {
    const account = await openQuietAccount();
    const expireTime = account.clock.now() + 10_000;
    const id = account.submit({ timeInForce: 'gtd', expireTime });
    await account.say(account.acknowledged(id));
    await account.pass(9_000);
    expect(account.sent).toEqual([`submit ${id}`]);
    await account.pass(8_000);
    expect(account.sent).toEqual([`submit ${id}`, `cancel ${id}`]);
  });

  it('one that the engine holds expires at its date', async () => {
    const account = await openQuietAccount();
    const expireTime = account.clock.now() + 10_000;
    const parent = account.submit();
    const id = account.submit({ timeInForce: 'gtd', expireTime, parentOrderId: parent });
    await account.pass(12_000);
    expect(account.order(id)?.status).toBe('expired');
    expect(account.sent).toEqual([`submit ${parent}`]);
  });
});

describe('lists at a line that does not carry', () => {
  const bracket = async (account: Account) => {
    const parent = account.submit();
    const common = { side: 'sell', parentOrderId: parent, listId: parent, contingency: 'ouo' } as const;
    const target = account.submit({ ...common, limitPrice: D('12') });
    const stop = account.submit({ ...common, type: 'stop', stopPrice: D('8') });
    await account.say(account.acknowledged(parent), account.filled(parent));
    await account.say(account.acknowledged(target), account.acknowledged(stop));
    return { target, stop };
  };
  const fillOf = (account: Account, id: string, quantity: string) =>
    account.filled(id, { fillId: `F-${quantity}`, side: 'sell', quantity: D(quantity), price: D('12') });

  // Would catch: a cancel or a change asked for again in the same moment it is unsent, without end, until the disk is full.
  it.each([
    ['cancel', '10'],
    ['replace', '4'],
  ] as const)(
    'a %s that is unsent is asked for again when the books are compared, not at once',
    async (command, quantity) => {
      const account = await openQuietAccount();
      const { target, stop } = await bracket(account);
      const before = account.sent.length;
      await account.say(fillOf(account, target, quantity));
      const eventTime = account.clock.now();
      const unsent = { kind: 'unsent', command, clientOrderId: stop, reason: 'no line', eventTime } as const;
      await account.say(unsent);
      expect(account.sent.slice(before)).toEqual([`${command} ${stop}`]);
      account.truth.orders = [
        account.report(stop, { side: 'sell', type: 'stop', stopPrice: D('8') }),
        account.report(target, { side: 'sell', filledQuantity: D(quantity), status: 'partially-filled' }),
      ];
      await account.pass(61_000);
      expect(account.sent.slice(before)).toEqual([`${command} ${stop}`, `${command} ${stop}`]);
      expectSound(account);
    },
  );

  it('a cancel that the venue refuses is not asked for at once either', async () => {
    const account = await openQuietAccount();
    const { target, stop } = await bracket(account);
    const before = account.sent.length;
    await account.say(fillOf(account, target, '10'));
    await account.say({ kind: 'cancel-rejected', clientOrderId: stop, reason: 'later', eventTime: 1 });
    expect(account.sent.slice(before)).toEqual([`cancel ${stop}`]);
  });
});

// Would catch: an old answer told twice that takes a newer change for made, and the order for filled too early.
it('a change that nobody waits for is not booked as told: the broker is asked what holds', async () => {
  const account = await openQuietAccount();
  const id = account.submit();
  await account.say(account.acknowledged(id));
  account.truth.orders = [account.report(id, { quantity: D('25') })];
  await account.say({
    kind: 'replaced',
    clientOrderId: id,
    venueOrderId: 'V9',
    change: { quantity: D('7') },
    eventTime: 1,
  });
  await account.pass(1_000);
  expect(account.order(id)).toMatchObject({ status: 'working', quantity: D('25') });
  expectSound(account);
});
