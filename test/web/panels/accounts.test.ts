import { describe, expect, test } from 'vitest';
import type { BrokerView } from '#contract/services/accounts';
import { usualProtections } from '#domain/risk/protections/protection-settings';
import { reportText } from '../../../src/renderer/app/kill-control.ts';
import { brokerOffers } from '../../../src/renderer/panels/accounts/broker-offers.ts';
import { recoveryChoices } from '../../../src/renderer/panels/recovery/recovery-choices.ts';
import { recoveryItems } from '../../../src/renderer/panels/recovery/recovery-items.ts';
import { withProtection } from '../../../src/renderer/panels/settings/protection-rows.ts';
import { accountFixture as account } from '../support/account-fixture.ts';

const broker = (id: string, name: string, alias?: string): BrokerView => ({
  id,
  name,
  aliases:
    alias === undefined ? [] : [{ id: alias.toLowerCase(), name: alias, notice: `${alias} is closed.` }],
  environments: ['live'],
  fields: [],
  orderTypes: ['limit'],
  timesInForce: ['day'],
  takesPostOnly: false,
  takesReduceOnly: false,
  takesIceberg: false,
  quantityPrecision: 0,
  note: '',
  secrets: { kind: 'keychain', note: 'a keychain' },
});

describe('the search for a broker', () => {
  const brokers = [
    broker('schwab', 'Schwab', 'TD Ameritrade'),
    broker('coinbase', 'Coinbase', 'Coinbase Pro'),
  ];

  test('finds a closed service under its old name, and says what became of it', () => {
    expect(brokerOffers(brokers, 'amerit')).toMatchObject([
      { name: 'TD Ameritrade', notice: 'TD Ameritrade is closed.', broker: { id: 'schwab' } },
    ]);
  });

  test('offers the broker before the service it took the place of, and no old names unasked', () => {
    expect(brokerOffers(brokers, 'coin').map(({ name }) => name)).toEqual(['Coinbase', 'Coinbase Pro']);
    expect(brokerOffers(brokers, ' ').map(({ name }) => name)).toEqual(['Schwab', 'Coinbase']);
  });
});

describe('what is to be decided', () => {
  const reconciliation = {
    time: 0,
    sure: 3,
    unknown: [{ clientOrderId: 'x', symbol: 'ACME', question: 'is it there?' }],
    external: [
      {
        venueOrderId: '7',
        symbol: 'ACME',
        side: 'buy' as const,
        type: 'limit' as const,
        quantity: '1',
        filledQuantity: '0',
      },
    ],
    differences: [{ kind: 'cash' as const, what: 'USD', ours: '1', theirs: '2' }],
  };

  test('comes with doubts of all accounts first, each with an id of its own', () => {
    const items = recoveryItems([account('a', { reconciliation }), account('b', { reconciliation })]);
    expect(items.map(({ kind }) => kind)).toEqual([
      'unknown',
      'unknown',
      'external',
      'external',
      'difference',
      'difference',
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(6);
  });

  test('offers its answers under 1, 2, 3; the word that ends an order here warns to look there first', () => {
    const [doubt] = recoveryItems([account('a', { reconciliation })]);
    const choices = recoveryChoices(doubt!);
    expect(choices.map(({ key, text }) => `${key} ${text}`)).toEqual([
      '1 It never arrived',
      '2 It is working',
      '3 Ask again',
    ]);
    expect(choices[0]?.meaning).toContain('Look at Schwab first');
  });
});

test('what a press of the kill switch came to says what is still open and held', () => {
  const text = reportText({
    account: 'main',
    tradingState: 'halted',
    cancelled: 1,
    flattened: [],
    waiting: [],
    openOrders: [{ clientOrderId: 'x', symbol: 'ACME', status: 'pending-cancel' }],
    held: [{ symbol: 'ACME', quantity: '5' }],
    notDone: [],
  });
  expect(text).toBe('main: no order is sent, 1 order cancelled, 1 still open, 1 symbol held.');
});

test('a protection out of its bounds is refused before it is sent, and the others stay', () => {
  const before = usualProtections('live');
  expect(withProtection(before, 'dailyLoss', 'lossPctMax', 0)).toMatchObject({ kind: 'wrong' });
  expect(withProtection(before, 'dailyLoss', 'lossPctMax', Number.NaN)).toMatchObject({ kind: 'wrong' });
  expect(withProtection(before, 'dailyLoss', 'lossPctMax', 3)).toEqual({
    kind: 'kept',
    protections: { ...before, dailyLoss: { ...before.dailyLoss, lossPctMax: 3 } },
  });
});
