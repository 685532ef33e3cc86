import { type Command, Option } from 'commander';
import type { BacktestOptions } from '#contract/services/backtests';
import type { CommissionTerms } from '#domain/orders/trading-costs';
import { VENUE_PROFILES, type VenueProfile, venueProfile } from '#domain/orders/venue-profiles';
import { UsageError } from './failure.ts';
import { numberFrom, positiveNumber, wholeNumberFrom } from './options.ts';

/** What a person says of the costs of trading, and of what the account may do. */
export interface AccountOptions {
  readonly feePerFill?: number;
  readonly feePerUnit?: number;
  readonly feeMinimum?: number;
  readonly slippage?: number;
  readonly slippageAmount?: number;
  readonly spread?: number;
  readonly impact?: number;
  readonly volumeShare?: number;
  readonly borrowRate?: number;
  readonly debitRate?: number;
  readonly creditRate?: number;
  readonly leverage?: number;
  readonly maintenanceMargin?: number;
  readonly latency?: number;
  readonly venue?: string;
}

/** The options that {@link accountOf} reads, in the order of help. */
export function addAccountOptions(command: Command): Command {
  const amount = (flags: string, description: string): Option =>
    new Option(flags, description).argParser(numberFrom(0));
  const fraction = (flags: string, description: string, most = 0.5): Option =>
    new Option(flags, description).argParser(numberFrom(0, most));
  const options = [
    amount('--fee-per-fill <amount>', 'fee of each fill, whatever its size, beside --commission'),
    amount('--fee-per-unit <amount>', 'fee of each share or unit traded'),
    amount('--fee-minimum <amount>', 'least that a fill is charged'),
    fraction('--slippage <fraction>', 'how much worse than its price a fill is, as a fraction of it'),
    amount('--slippage-amount <amount>', 'the same in units of the price'),
    fraction('--spread <fraction>', 'bid-ask spread, half of which a fill pays, as a fraction of the price'),
    fraction('--impact <factor>', 'slippage of price × factor × (share of the volume)²', 1),
    new Option('--volume-share <fraction>', 'most of a bar’s volume that an order takes').argParser(
      positiveNumber(1),
    ),
    fraction('--borrow-rate <fraction>', 'interest a year on the value of short positions', 10),
    fraction('--debit-rate <fraction>', 'interest a year on borrowed cash', 10),
    fraction('--credit-rate <fraction>', 'interest a year paid on cash', 10),
    new Option(
      '--leverage <times>',
      'exposure that a unit of equity may carry: 2 is a margin of 0.5; --size is of equity times this',
    ).argParser(positiveNumber(100)),
    new Option(
      '--maintenance-margin <fraction>',
      'share of the exposure below which the account is closed out; never unless told',
    ).argParser(positiveNumber(1)),
    new Option('--latency <bars>', 'bars that an order is on its way').argParser(wholeNumberFrom(0, 1_000)),
    new Option(
      '--venue <profile>',
      'costs, delay, margin and shorts as at such a venue, where no other option says otherwise',
    ).choices(VENUE_PROFILES.map(({ id }) => id)),
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/** The costs and the account, where anything is said of them. Throws a UsageError for more than one kind of slippage. */
export function accountOf(options: AccountOptions): Pick<BacktestOptions, 'costs' | 'account'> {
  const commission = told({
    perFill: options.feePerFill,
    perUnit: options.feePerUnit,
    minimum: options.feeMinimum,
  });
  const financing = told({
    borrow: options.borrowRate,
    debit: options.debitRate,
    credit: options.creditRate,
  });
  const profile = profileOf(options);
  const costs = told({
    commission: commission ?? copyOf(profile?.costs.commission),
    slippage: slippageOf(options) ?? profile?.costs.slippage,
    financing: financing ?? profile?.costs.financing,
    volumeShareMax: options.volumeShare ?? profile?.costs.volumeShareMax,
  });
  const account = told({
    leverage: options.leverage,
    maintenanceMargin: options.maintenanceMargin ?? profile?.maintenanceMargin,
    // A profile can only forbid shorts: whether they are wanted is for --direction.
    allowsShort: profile?.allowsShort === false ? false : undefined,
    latencyBars: options.latency,
    latencyMs: profile && profile.latencyMs > 0 ? profile.latencyMs : undefined,
  });
  return { ...(costs ? { costs } : {}), ...(account ? { account } : {}) };
}

/** The profile that is named. Throws a UsageError for more leverage than it gives. */
function profileOf({ venue, leverage = 1 }: AccountOptions): VenueProfile | undefined {
  const profile = venue === undefined ? undefined : venueProfile(venue);
  if (profile && leverage > profile.leverage)
    throw new UsageError(
      `--leverage ${leverage} is more than ${profile.id} gives: ${profile.leverage} at most`,
    );
  return profile;
}

/** A list that may be written to, as the request has it. */
function copyOf(commission: CommissionTerms | undefined): Commission {
  if (!commission) return undefined;
  const { tiers, ...rest } = commission;
  return { ...rest, ...(tiers ? { tiers: [...tiers] } : {}) };
}

type Commission = NonNullable<BacktestOptions['costs']>['commission'];
type Slippage = NonNullable<BacktestOptions['costs']>['slippage'];

function slippageOf({ slippage, slippageAmount, spread, impact }: AccountOptions): Slippage {
  const kinds: Slippage[] = [
    slippage === undefined ? undefined : { kind: 'fraction', fraction: slippage },
    slippageAmount === undefined ? undefined : { kind: 'fixed', amount: slippageAmount },
    spread === undefined ? undefined : { kind: 'spread', spread, share: 1 },
    impact === undefined ? undefined : { kind: 'volume-share', impact },
  ];
  const given = kinds.filter((kind) => kind !== undefined);
  if (given.length > 1)
    throw new UsageError(
      'name one of --slippage, --slippage-amount, --spread and --impact: a fill slips in one way',
    );
  return given[0];
}

/** The fields that are told; undefined when none is. */
function told<Fields extends object>(fields: Fields): Fields | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Fields);
}
