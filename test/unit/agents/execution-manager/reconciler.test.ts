import { describe, expect, it } from 'vitest';
import type { BookDifference } from '#domain/portfolio/compare-books';
import type { BrokerOrderReport } from '#engine/ports/broker';
import { D, openQuietAccount } from '#test/support/brokers/quiet-account';

type Account = Awaited<ReturnType<typeof openQuietAccount>>;
type Change = Partial<BrokerOrderReport>;

/** How an order stands here when the broker is asked. */
const STANDS = {
  /** Acknowledged, and at work. */
  working: async (account: Account) => {
    const id = account.submit();
    await account.say(account.acknowledged(id));
    return id;
  },
  /** Sent, and nobody knows what became of it. */
  unknown: async (account: Account) => {
    const id = account.submit();
    const eventTime = account.clock.now();
    await account.say({
      kind: 'outcome-unknown',
      command: 'submit',
      clientOrderId: id,
      reason: 'no answer',
      eventTime,
    });
    return id;
  },
  /** Its end was asked for, and nobody knows whether that arrived. */
  ending: async (account: Account) => {
    const id = await STANDS.working(account);
    account.broker.desk.cancel(id, 'by a person', account.clock.now());
    account.journal.commit();
    return id;
  },
  /** Another quantity was asked for. */
  changing: async (account: Account) => {
    const id = await STANDS.working(account);
    account.broker.desk.replace(id, { quantity: D('20') }, account.clock.now());
    account.journal.commit();
    return id;
  },
  /** It had ended. */
  cancelled: async (account: Account) => {
    const id = await STANDS.working(account);
    await account.say({ kind: 'cancelled', clientOrderId: id, reason: 'by the broker', eventTime: 1 });
    return id;
  },
} as const;

interface Case {
  readonly stands: keyof typeof STANDS;
  /** What the broker has of it; null when it knows no such order. */
  readonly says: Change | null;
  /** Fills it lists, in units. */
  readonly fills?: readonly string[];
  readonly becomes: object;
  /** The question a person is asked; none unless told. */
  readonly question?: string;
  /** Whether its cancel was sent once, or again. */
  readonly cancels?: 'once' | 'again';
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    'one it works and nobody had heard of is acknowledged, with its number',
    { stands: 'unknown', says: { venueOrderId: 'V9' }, becomes: { status: 'working', venueOrderId: 'V9' } },
  ],
  [
    'one it cancelled is cancelled, with its words',
    {
      stands: 'working',
      says: { status: 'cancelled', reason: 'halted in the symbol' },
      becomes: { status: 'cancelled', statusReason: 'halted in the symbol' },
    },
  ],
  [
    'one it rejected is rejected',
    { stands: 'unknown', says: { status: 'rejected' }, becomes: { status: 'rejected' } },
  ],
  [
    'one that expired is expired',
    { stands: 'working', says: { status: 'expired' }, becomes: { status: 'expired' } },
  ],
  [
    'one it filled is filled by the fills it lists',
    {
      stands: 'working',
      says: { status: 'filled', filledQuantity: D('10') },
      fills: ['4', '6'],
      becomes: { status: 'filled', filledQuantity: D('10') },
    },
  ],
  [
    'one it ended after a part is ended with that part',
    {
      stands: 'working',
      says: { status: 'cancelled', filledQuantity: D('4') },
      fills: ['4'],
      becomes: { status: 'cancelled', filledQuantity: D('4') },
    },
  ],
  [
    'more filled than it lists is a question, and nothing is concluded',
    {
      stands: 'working',
      says: { status: 'cancelled', filledQuantity: D('7') },
      fills: ['4'],
      becomes: { status: 'partially-filled', filledQuantity: D('4') },
      question: 'more filled than the fills it lists',
    },
  ],
  [
    'other terms than ours are taken over',
    {
      stands: 'working',
      says: { quantity: D('8'), limitPrice: D('9.5') },
      becomes: { status: 'working', quantity: D('8'), limitPrice: D('9.5') },
    },
  ],
  [
    'a change that it made is made',
    {
      stands: 'changing',
      says: { quantity: D('20') },
      becomes: { status: 'working', quantity: D('20') },
    },
  ],
  [
    'a change that it did not make leaves the order as it was',
    {
      stands: 'changing',
      says: {},
      becomes: { status: 'working', quantity: D('10') },
    },
  ],
  [
    'an end that it did not hear of is asked for once more',
    { stands: 'ending', says: {}, becomes: { status: 'pending-cancel' }, cancels: 'again' },
  ],
  [
    'an end that is under way there is left alone',
    {
      stands: 'ending',
      says: { status: 'pending-cancel' },
      becomes: { status: 'pending-cancel' },
      cancels: 'once',
    },
  ],
  [
    'one it does not know, and never numbered, never arrived',
    {
      stands: 'unknown',
      says: null,
      becomes: { status: 'rejected', statusReason: 'the broker has no such order' },
    },
  ],
  [
    'one it does not know, and had numbered, is a question',
    {
      stands: 'working',
      says: null,
      becomes: { status: 'working' },
      question: 'does not know an order that it had acknowledged',
    },
  ],
  [
    'one it works that is closed here lives again',
    { stands: 'cancelled', says: {}, becomes: { status: 'working' } },
  ],
];

describe('what becomes of an order by what the broker says of it', () => {
  // Would catch, each in its line: an order lost, doubled or concluded from what the broker does not say.
  it.each(CASES)('%s', async (_, { stands, says, fills = [], becomes, question, cancels }) => {
    const account = await openQuietAccount();
    const id = await STANDS[stands](account);
    account.truth.orders = says === null ? [] : [account.report(id, says)];
    account.truth.fills = fills.map(
      (quantity, i) => account.filled(id, { fillId: `F${i}`, quantity: D(quantity) }).fill,
    );
    // Longer than any answer may be late, with a look every minute.
    await account.pass(150_000);
    expect(account.order(id)).toMatchObject(becomes);
    const { unknown = [] } = account.broker.state.get().reconciliation ?? {};
    expect(unknown.map((one) => one.question)).toEqual(
      question === undefined ? [] : [expect.stringContaining(question)],
    );
    if (question !== undefined) expect(account.broker.whyClosed()).toContain('is unknown');
    const sent = account.sent.map((command) => command.split(' ')[0]);
    const cancelled = sent.filter((command) => command === 'cancel').length;
    expect(cancelled > 1 ? 'again' : cancelled === 1 ? 'once' : undefined).toBe(cancels);
    expect(account.order(id)?.pendingChange).toBeUndefined();
    expect(sent.filter((command) => command === 'submit')).toHaveLength(1);
  });
});

describe('what becomes of books that differ', () => {
  const position = (quantity: string) => ({ symbol: 'AAPL', quantity: D(quantity), averagePrice: D('10') });

  it.each<readonly [string, Partial<Account['truth']>, readonly Partial<BookDifference>[]]>([
    ['nothing', {}, []],
    [
      'a position that only the broker has',
      { positions: [position('5')] },
      [{ kind: 'position', symbol: 'AAPL', ours: 0n, theirs: D('5') }],
    ],
    [
      'a short position',
      { positions: [position('-2')] },
      [{ kind: 'position', symbol: 'AAPL', ours: 0n, theirs: D('-2') }],
    ],
    ['a position of nothing', { positions: [position('0')] }, []],
    ['cash', { cash: D('990') }, [{ kind: 'cash', currency: 'USD', ours: D('1000'), theirs: D('990') }]],
    [
      'both',
      { positions: [position('1')], cash: D('990') },
      [
        { kind: 'position', ours: 0n },
        { kind: 'cash', theirs: D('990') },
      ],
    ],
  ])(
    'in %s: it is told, journaled once, and taken over by nobody but a person',
    async (_, truth, differences) => {
      const account = await openQuietAccount();
      const told = (): number => account.store.readNewest({ kind: 'AccountReconciled', limit: 10 }).length;
      const before = told();
      Object.assign(account.truth, truth);
      await account.pass(61_000);
      expect(account.broker.state.get().reconciliation?.differences).toMatchObject(differences);
      await account.pass(121_000);
      expect(told() - before).toBe(differences.length === 0 ? 0 : 1);
      expect(account.store.account('A')?.cash).toBe(D('1000'));
      expect(account.store.positions('A')).toEqual([]);
      const [first] = account.broker.state.get().reconciliation?.differences ?? [];
      if (!first) return;
      await account.broker.takeOverNamed(first.kind, first.kind === 'cash' ? first.currency : first.symbol);
      expect(account.broker.state.get().reconciliation?.differences).toHaveLength(differences.length - 1);
    },
  );
});
