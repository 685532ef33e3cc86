import { describe, expect, it } from 'vitest';
import { PAPER_VENUE, venueProfile } from '#domain/orders/venue-profiles';
import { accountRules, isMarginCalled } from '#domain/portfolio/account-rules';
import { EASY_TO_BORROW, shortFault, shortTermsOf } from '#domain/portfolio/borrow-list';
import { financingOf } from '#domain/portfolio/financing';
import { parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;

describe('what is owed for some nights', () => {
  // Would catch: interest in binary floats, on the wrong side of the account, or compounded within the days.
  it.each([
    ['on what is owed', '-50000', { debit: 0.06 }, 3, '24.65753425'],
    ['paid on what is there', '50000', { credit: 0.02 }, 1, '-2.73972603'],
    ['rounded half to even at the eighth place', '-0.00000365', { debit: 0.5 }, 1, '0'],
    ['nothing for no days', '-50000', { debit: 0.06 }, 0, '0'],
  ] as const)('%s', (_name, cash, terms, days, interest) => {
    expect(financingOf({ cash: d(cash), shorts: [] }, terms, days)).toMatchObject({
      interest: d(interest),
      borrowFee: 0n,
    });
  });

  it('for each symbol at its own rate, else at the venue’s', () => {
    const shorts = [
      { symbol: 'A', value: d('36500'), borrowRate: 0.1 },
      { symbol: 'B', value: d('36500') },
    ];
    expect(financingOf({ cash: 0n, shorts }, { borrow: 0.003 }, 2)).toEqual({
      interest: 0n,
      borrowFee: d('20.6'),
      borrowed: [
        { symbol: 'A', fee: d('20') },
        { symbol: 'B', fee: d('0.6') },
      ],
    });
  });
});

describe('the rules of an account', () => {
  it('are none of the venue’s in a cash account, and all of them in a margin account', () => {
    const shares = venueProfile('us-equities')!;
    expect(accountRules('cash', shares, EASY_TO_BORROW)).toMatchObject({
      leverage: 1,
      allowsShort: false,
      financing: {},
    });
    expect(accountRules('margin', PAPER_VENUE, EASY_TO_BORROW)).toMatchObject({
      leverage: 2,
      maintenanceMargin: 0.25,
      financing: { borrow: 0.003, debit: 0.06 },
    });
  });

  it('call for margin below the rate, not at it, and when nothing is left', () => {
    expect([isMarginCalled(25, 100, 0.25), isMarginCalled(24.99, 100, 0.25)]).toEqual([false, true]);
    expect([isMarginCalled(0, 100, undefined), isMarginCalled(-5, 0, 0.25)]).toEqual([true, false]);
  });

  it('say what can be sold short', () => {
    const list = {
      otherwise: 'none',
      symbols: { A: { status: 'easy' }, B: { status: 'hard', available: 5, borrowRate: 0.4 } },
    } as const;
    expect([shortTermsOf(list, 'A'), shortTermsOf(list, 'B'), shortTermsOf(list, 'C')]).toEqual([
      {},
      { available: 5, borrowRate: 0.4 },
      { available: 0 },
    ]);
    expect(shortFault({ symbol: 'B', held: 3, sold: 8 }, { available: 5 }, true)).toBeUndefined();
    expect(shortFault({ symbol: 'B', held: -1, sold: 5 }, { available: 5 }, true)).toContain(
      '6 B would be short',
    );
    expect(shortFault({ symbol: 'B', held: 3, sold: 3 }, {}, false)).toBeUndefined();
  });
});
