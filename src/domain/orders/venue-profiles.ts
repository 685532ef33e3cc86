import type { TradingCosts } from './trading-costs.ts';

/** How a venue and the broker before it treat an account: costs, margin, shorts, delay. Data, no code. */
export interface VenueProfile {
  readonly id: string;
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Where its figures are from, and which of them are assumed. */
  readonly source: string;
  readonly costs: TradingCosts;
  /** Gross exposure a unit of equity may carry when a position is opened: 1 / the initial margin rate; 1 is a cash account. */
  readonly leverage: number;
  /** Share of gross exposure below which the account is closed out; absent for a cash account. */
  readonly maintenanceMargin?: number;
  readonly allowsShort: boolean;
  /** Milliseconds until a command reaches the venue: an order fills on nothing older. */
  readonly latencyMs: number;
}

const FRICTIONLESS: VenueProfile = {
  id: 'frictionless',
  name: 'Frictionless',
  summary: 'No fees, no slippage, no delay, any volume: what a rule is worth before it costs anything.',
  source: 'Zero by definition.',
  costs: {},
  leverage: 1,
  allowsShort: true,
  latencyMs: 0,
};

/** The venues that can be named, by {@link VenueProfile.id}. */
export const VENUE_PROFILES: readonly VenueProfile[] = [
  FRICTIONLESS,
  {
    id: 'us-equities',
    name: 'US shares, no commission',
    summary: 'A margin account at a broker without commission; half a spread of two basis points a fill.',
    source:
      'Margin of 50 % to open by Regulation T of the Federal Reserve (12 CFR 220.12) and of 25 % to hold by FINRA rule 4210. Assumed: 0.65 a contract of an option, the spread, a tenth of the volume at most, a borrow fee of 0.3 % and debit interest of 8 % a year, 50 ms.',
    costs: {
      commission: { perContract: 0.65 },
      slippage: { kind: 'spread', spread: 0.0002, share: 1 },
      financing: { borrow: 0.003, debit: 0.08 },
      volumeShareMax: 0.1,
    },
    leverage: 2,
    maintenanceMargin: 0.25,
    allowsShort: true,
    latencyMs: 50,
  },
  {
    id: 'us-equities-per-share',
    name: 'US shares, fee per share',
    summary: 'A margin account that pays 0.005 a share, at least 1.00 a fill.',
    source:
      'Fixed pricing for United States shares on the price list of Interactive Brokers: USD 0.005 a share, at least 1.00 an order; here a fill, and without its cap of 1 % of the value. Margin as for us-equities. Assumed: 0.65 a contract of an option, the spread, the share of the volume, rates of 0.3 % and 6 % a year, 50 ms.',
    costs: {
      commission: { perUnit: 0.005, minimum: 1, perContract: 0.65 },
      slippage: { kind: 'spread', spread: 0.0002, share: 1 },
      financing: { borrow: 0.003, debit: 0.06 },
      volumeShareMax: 0.1,
    },
    leverage: 2,
    maintenanceMargin: 0.25,
    allowsShort: true,
    latencyMs: 50,
  },
  {
    id: 'crypto-maker-taker',
    name: 'Crypto, maker and taker',
    summary: 'Spot coins, cash only, fees by who takes and by what was traded in 30 days.',
    source:
      'Tiers of Coinbase spot trading in dollars as the library ccxt 4.5.84 lists them. Assumed: a spread of four basis points, a twentieth of the volume at most, 100 ms.',
    costs: {
      commission: {
        tiers: [
          { from: 0, maker: 0.004, taker: 0.006 },
          { from: 10_000, maker: 0.0025, taker: 0.004 },
          { from: 50_000, maker: 0.0015, taker: 0.0025 },
          { from: 100_000, maker: 0.001, taker: 0.002 },
          { from: 1_000_000, maker: 0.0008, taker: 0.0018 },
          { from: 15_000_000, maker: 0.0006, taker: 0.0016 },
          { from: 75_000_000, maker: 0.0003, taker: 0.0012 },
          { from: 250_000_000, maker: 0, taker: 0.0008 },
          { from: 400_000_000, maker: 0, taker: 0.0005 },
        ],
      },
      slippage: { kind: 'spread', spread: 0.0004, share: 1 },
      volumeShareMax: 0.05,
    },
    leverage: 1,
    allowsShort: false,
    latencyMs: 100,
  },
  {
    id: 'forex-spread',
    name: 'Foreign exchange, spread only',
    summary: 'Major pairs on margin, paid for by the spread.',
    source:
      'Leverage of 30 and closing out at half the margin by decision 2018/796 of the European Securities and Markets Authority. Assumed: a spread of 0.7 basis points where the data has no quotes, 20 ms; the interest of holding overnight is left out.',
    costs: { slippage: { kind: 'spread', spread: 0.00007, share: 1 } },
    leverage: 30,
    maintenanceMargin: 1 / 60,
    allowsShort: true,
    latencyMs: 20,
  },
];

/** The profile of that name, or undefined. */
export function venueProfile(id: string): VenueProfile | undefined {
  return VENUE_PROFILES.find((profile) => profile.id === id);
}

/**
 * The simulated venue of paper accounts and replays unless another is named: any volume at the price shown, at once, for
 * the fee of `us-equities-per-share`; its margin and rates too, for margin accounts.
 */
export const PAPER_VENUE: VenueProfile = {
  ...FRICTIONLESS,
  id: 'paper',
  name: 'Paper',
  summary: 'Any volume at the price shown, at once; 0.005 a unit, at least 1.00 a fill.',
  source: 'Fee, margin and rates are those of us-equities-per-share.',
  costs: {
    commission: { perUnit: 0.005, minimum: 1, perContract: 0.65 },
    financing: { borrow: 0.003, debit: 0.06 },
  },
  leverage: 2,
  maintenanceMargin: 0.25,
};
