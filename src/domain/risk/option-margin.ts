import { type OptionContract, parseOptionSymbol } from '../instruments/option-contract.ts';
import { intrinsic } from '../portfolio/settle-option.ts';
import {
  absoluteDecimal,
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  multiplyDecimal,
} from '../values/decimal.ts';

/** So many contracts of an option, or units of anything else; negative when short. */
export interface HeldUnits {
  readonly symbol: string;
  readonly quantity: Decimal;
}

export interface MarginTerms {
  /** Newest price; undefined where none is known. */
  readonly priceOf: (symbol: string) => Decimal | undefined;
  /** Whether the account may owe: without margin, short options are covered in full. */
  readonly hasMargin: boolean;
}

/** `unlimited`: what could be lost has no end, and nothing may be owed for it. */
export type OptionRequirement = Decimal | 'unlimited';

interface Held extends OptionContract {
  readonly symbol: string;
  /** Contracts, above zero. */
  readonly count: Decimal;
}

/** Share of the underlying's value that an uncovered option on shares ties up, and the least. */
const NAKED_PCT = 20n;
const NAKED_INDEX_PCT = 15n;
const NAKED_PCT_MIN = 10n;

/**
 * What the options among `held` tie up of an account's cash, in which their premiums are. Shares cover short calls. Of
 * what a long option that lasts as long covers, the most that can be lost at expiry; of what nothing covers, in a margin
 * account 20 % of the underlying (of an index 15 %) less what it is out of the money, at least 10 % (of a put: of its
 * strike), plus its price. So FINRA rule 4210(f)(2)(E), (G) and (H), and Cboe rule 10.3(c).
 */
export function optionRequirement(held: readonly HeldUnits[], terms: MarginTerms): OptionRequirement {
  let sum: Decimal = DECIMAL_ZERO;
  for (const [underlying, options] of byUnderlying(held)) {
    const units = held.reduce(
      (total, one) => (one.symbol === underlying ? total + one.quantity : total),
      DECIMAL_ZERO,
    );
    const requirement = requirementOf(options, units, terms);
    if (requirement === 'unlimited') return 'unlimited';
    sum += requirement;
  }
  return sum;
}

function byUnderlying(
  held: readonly HeldUnits[],
): Map<string, { option: OptionContract; held: HeldUnits }[]> {
  const groups = new Map<string, { option: OptionContract; held: HeldUnits }[]>();
  for (const one of held) {
    const option = one.quantity === DECIMAL_ZERO ? undefined : parseOptionSymbol(one.symbol);
    if (option === undefined) continue;
    const group = groups.get(option.underlying);
    if (group) group.push({ option, held: one });
    else groups.set(option.underlying, [{ option, held: one }]);
  }
  return groups;
}

function requirementOf(
  options: readonly { readonly option: OptionContract; readonly held: HeldUnits }[],
  units: Decimal,
  terms: MarginTerms,
): OptionRequirement {
  const all = options.map(({ option, held }) => ({
    ...option,
    symbol: held.symbol,
    quantity: held.quantity,
  }));
  const longs = all.filter(({ quantity }) => quantity > DECIMAL_ZERO).map(heldOf);
  const shorts = coveredByShares(all.filter(({ quantity }) => quantity < DECIMAL_ZERO).map(heldOf), units);
  let sum: Decimal = DECIMAL_ZERO;
  let free = longs;
  // The last to expire first: a long option covers only what does not outlast it.
  for (const expiration of [...new Set(shorts.map((short) => short.expiration))].sort().reverse()) {
    const due = shorts.filter((short) => short.expiration === expiration);
    const cover = takeCover(due, free);
    free = cover.left;
    const requirement = leastRequirement(due, cover.taken, terms);
    if (requirement === 'unlimited') return 'unlimited';
    sum += requirement;
  }
  return sum;
}

const heldOf = ({ quantity, ...option }: OptionContract & HeldUnits): Held => ({
  ...option,
  count: absoluteDecimal(quantity),
});

/** Shorts without the calls that shares stand ready for, the lowest strikes first: they cost most. */
function coveredByShares(shorts: readonly Held[], units: Decimal): Held[] {
  let free = units;
  return byStrike(shorts, 1).flatMap((short) => {
    if (short.right !== 'call' || short.settlement !== 'physical' || free <= DECIMAL_ZERO) return [short];
    const whole = (free / (BigInt(short.multiplier) * DECIMAL_ONE)) * DECIMAL_ONE;
    const covered = whole < short.count ? whole : short.count;
    free -= covered * BigInt(short.multiplier);
    return covered === short.count ? [] : [{ ...short, count: short.count - covered }];
  });
}

/** Long options for shorts of one day, as many of each right as are short, those that protect most first. */
function takeCover(shorts: readonly Held[], longs: readonly Held[]): { taken: Held[]; left: Held[] } {
  const expiration = shorts[0]?.expiration ?? '';
  const wanted = { call: countOf(shorts, 'call'), put: countOf(shorts, 'put') };
  const taken: Held[] = [];
  const left: Held[] = [];
  for (const long of [
    ...byStrike(longs, 1).filter(isCall),
    ...byStrike(longs, -1).filter((one) => !isCall(one)),
  ]) {
    const least = long.expiration < expiration ? DECIMAL_ZERO : smaller(wanted[long.right], long.count);
    wanted[long.right] -= least;
    if (least > DECIMAL_ZERO) taken.push({ ...long, count: least });
    if (least < long.count) left.push({ ...long, count: long.count - least });
  }
  return { taken, left };
}

function leastRequirement(
  shorts: readonly Held[],
  longs: readonly Held[],
  terms: MarginTerms,
): OptionRequirement {
  const whole = mostLost(shorts, longs);
  if (!terms.hasMargin) return whole;
  const parted = partlyNaked(shorts, longs, terms);
  if (whole === 'unlimited' || parted === 'unlimited') return whole === 'unlimited' ? parted : whole;
  return smaller(whole, parted);
}

/** What could be lost at expiry, premiums left out: the payoff is lowest at zero or at a strike, or falls without end. */
function mostLost(shorts: readonly Held[], longs: readonly Held[]): OptionRequirement {
  if (countOf(shorts, 'call') > countOf(longs, 'call')) return 'unlimited';
  const payoff = (price: Decimal): Decimal => paid(longs, price) - paid(shorts, price);
  return [DECIMAL_ZERO, ...[...shorts, ...longs].map(({ strike }) => strike)].reduce((most, price) => {
    const loss = -payoff(price);
    return loss > most ? loss : most;
  }, DECIMAL_ZERO);
}

function paid(options: readonly Held[], price: Decimal): Decimal {
  return options.reduce(
    (sum, option) =>
      sum + multiplyDecimal(option.count, intrinsic(option, price)) * BigInt(option.multiplier),
    DECIMAL_ZERO,
  );
}

/** As many shorts as are covered as spreads, the others by themselves; of calls and puts alone the side that ties up more. */
function partlyNaked(shorts: readonly Held[], longs: readonly Held[], terms: MarginTerms): OptionRequirement {
  const covered: Held[] = [];
  const side = { call: DECIMAL_ZERO, put: DECIMAL_ZERO };
  const premium = { call: DECIMAL_ZERO, put: DECIMAL_ZERO };
  for (const right of ['call', 'put'] as const) {
    let cover = countOf(longs, right);
    // The dearest are taken for covered: they pair with the longs that protect most.
    for (const short of byStrike(
      shorts.filter((one) => one.right === right),
      right === 'call' ? 1 : -1,
    )) {
      const count = smaller(cover, short.count);
      cover -= count;
      if (count > DECIMAL_ZERO) covered.push({ ...short, count });
      if (count === short.count) continue;
      const naked = nakedRequirement({ ...short, count: short.count - count }, terms);
      if (naked === undefined) return 'unlimited';
      side[right] += naked.share;
      premium[right] += naked.premium;
    }
  }
  const spreads = mostLost(covered, longs);
  if (spreads === 'unlimited') return 'unlimited';
  const larger = side.call > side.put ? side.call : side.put;
  return spreads + larger + premium.call + premium.put;
}

/** Of short options that nothing covers; undefined where a price is missing. */
function nakedRequirement(
  short: Held,
  { priceOf }: MarginTerms,
): { readonly share: Decimal; readonly premium: Decimal } | undefined {
  const price = priceOf(short.underlying);
  const own = priceOf(short.symbol);
  if (price === undefined || own === undefined) return undefined;
  const { right, strike, settlement, multiplier, count } = short;
  const percent = settlement === 'cash' ? NAKED_INDEX_PCT : NAKED_PCT;
  const away = right === 'call' ? strike - price : price - strike;
  const usual = (price * percent) / 100n - (away > DECIMAL_ZERO ? away : DECIMAL_ZERO);
  const least = ((right === 'call' ? price : strike) * NAKED_PCT_MIN) / 100n;
  const units = BigInt(multiplier);
  return {
    share: multiplyDecimal(count, usual > least ? usual : least) * units,
    premium: multiplyDecimal(count, own) * units,
  };
}

const isCall = ({ right }: Held): boolean => right === 'call';

const smaller = (a: Decimal, b: Decimal): Decimal => (a < b ? a : b);

function byStrike(options: readonly Held[], sign: 1 | -1): Held[] {
  return [...options].sort((a, b) => sign * (a.strike < b.strike ? -1 : a.strike > b.strike ? 1 : 0));
}

function countOf(options: readonly Held[], right: Held['right']): Decimal {
  return options.reduce((sum, one) => (one.right === right ? sum + one.count : sum), DECIMAL_ZERO);
}
