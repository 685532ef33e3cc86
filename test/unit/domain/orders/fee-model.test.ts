import { describe, expect, it } from 'vitest';
import { feeModelOf } from '#domain/orders/fee-model';
import { FeeTiers } from '#domain/orders/fee-tiers';
import { highestRate } from '#domain/orders/trading-costs';
import { VENUE_PROFILES, venueProfile } from '#domain/orders/venue-profiles';
import { parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;
const DAY = 86_400_000;

describe('fees', () => {
  it.each([
    ['a fraction of the value', { ofValue: 0.002 }, '10.5', '3', '0.063'],
    ['an amount per unit, at least a minimum', { perUnit: 0.005, minimum: 1 }, '10', '100', '1'],
    ['an amount per unit above the minimum', { perUnit: 0.005, minimum: 1 }, '10', '1000', '5'],
    ['an amount per fill beside the others', { perFill: 2, perUnit: 0.01, ofValue: 0.001 }, '10', '100', '4'],
    ['nothing where nothing is told', {}, '10', '100', '0'],
  ])('are exact: %s', (_what, terms, price, quantity, fee) => {
    expect(feeModelOf(terms)(d(price), d(quantity))).toBe(d(fee));
  });

  it('go by what was traded in the 30 days before, and by who took', () => {
    const tiers = new FeeTiers([
      { from: 0, maker: 0.004, taker: 0.006 },
      { from: 10_000, maker: 0.0025, taker: 0.004 },
    ]);
    expect([tiers.rateAt(0, true), tiers.rateAt(0, false)]).toEqual([0.004, 0.006]);
    tiers.add(0, 6_000);
    tiers.add(DAY, 3_999);
    expect(tiers.rateAt(DAY, false)).toBe(0.006);
    tiers.add(DAY, 1);
    expect(tiers.rateAt(DAY, false)).toBe(0.004);
    expect(tiers.rateAt(29 * DAY, true)).toBe(0.0025);
    // The first day is no longer among the last 30.
    expect(tiers.rateAt(30 * DAY, true)).toBe(0.004);
  });

  it('refuse tiers that do not rise from zero', () => {
    expect(() => new FeeTiers([{ from: 5, maker: 0, taker: 0 }])).toThrow('fee tier 1 begins at 5');
    const tier = { from: 0, maker: 0, taker: 0 };
    expect(() => new FeeTiers([tier, tier])).toThrow('fee tier 2 begins at 0');
  });
});

describe('venue profiles', () => {
  it.each(VENUE_PROFILES.map((profile) => [profile.id, profile] as const))(
    '%s is whole: figures that can be used, and where they are from',
    (id, { source, summary, costs, leverage, maintenanceMargin, latencyMs }) => {
      expect(venueProfile(id)?.id).toBe(id);
      for (const sentence of [source, summary]) expect(sentence).toMatch(/^[A-Z].+\.$/);
      expect(leverage).toBeGreaterThanOrEqual(1);
      expect(maintenanceMargin ?? 0).toBeLessThan(1 / leverage);
      expect(latencyMs).toBeGreaterThanOrEqual(0);
      expect(highestRate(costs.commission ?? {})).toBeLessThan(0.02);
      if (costs.commission?.tiers) new FeeTiers(costs.commission.tiers);
    },
  );
});
