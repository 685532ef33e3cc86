import { DECIMAL_ZERO, type Decimal, formatDecimal } from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { AlgorithmKind, AlgorithmTerms } from './algorithm-terms.ts';

/** Slices closer than this tell nothing apart. */
const SLICE_DISTANCE_MS = 100;

type Part = 'slices' | 'jitter' | 'participation' | 'childQuantityMax' | 'displayQuantity';

/** What a kind needs, and what it may have beside. */
const PARTS: Record<AlgorithmKind, { readonly needed: readonly Part[]; readonly allowed: readonly Part[] }> =
  {
    twap: { needed: ['slices'], allowed: ['jitter'] },
    vwap: { needed: ['slices'], allowed: ['jitter'] },
    pov: { needed: ['participation'], allowed: ['childQuantityMax'] },
    iceberg: { needed: ['displayQuantity'], allowed: [] },
  };

const NAMES: Record<Part, string> = {
  slices: 'number of slices',
  jitter: 'jitter',
  participation: 'share of the volume',
  childQuantityMax: 'largest child',
  displayQuantity: 'quantity to show',
};

/** What is wrong with an algorithm's terms, in a sentence, whatever the account and the market; undefined when nothing is. */
export function algorithmFault(terms: AlgorithmTerms, now: number, lot: Decimal): string | undefined {
  return partFault(terms) ?? timeFault(terms, now) ?? quantityFault(terms, lot);
}

function partFault(terms: AlgorithmTerms): string | undefined {
  const { needed, allowed } = PARTS[terms.kind];
  for (const part of Object.keys(NAMES) as Part[]) {
    const isGiven = terms[part] !== undefined;
    if (!isGiven && needed.includes(part)) return `a ${terms.kind} algorithm needs a ${NAMES[part]}`;
    if (isGiven && !needed.includes(part) && !allowed.includes(part))
      return `a ${terms.kind} algorithm has no ${NAMES[part]}`;
  }
  if (terms.kind !== 'iceberg') return undefined;
  if (terms.limitPrice === undefined) return 'an iceberg needs a limit price';
  return terms.atEnd === 'market' && terms.endTime === undefined
    ? 'an iceberg without an end has no rest to send at it'
    : undefined;
}

function timeFault({ kind, startTime, endTime, slices }: AlgorithmTerms, now: number): string | undefined {
  if (endTime === undefined) return kind === 'iceberg' ? undefined : `a ${kind} algorithm needs a duration`;
  if (endTime <= now) return `it would end at ${new Date(endTime).toISOString()}, which has passed`;
  if (slices !== undefined && (endTime - startTime) / slices < SLICE_DISTANCE_MS)
    return `${slices} slices in ${(endTime - startTime) / 1_000} s are too many: leave ${SLICE_DISTANCE_MS} ms between two`;
  return undefined;
}

function quantityFault(terms: AlgorithmTerms, lot: Decimal): string | undefined {
  const { quantity, displayQuantity, childQuantityMax, slices = 1 } = terms;
  if (quantity <= DECIMAL_ZERO) return `quantity is ${toldDecimal(quantity)}, it must be above zero`;
  if (quantity < lot * BigInt(slices))
    return `${toldDecimal(quantity)} cannot be cut into ${slices} slices of at least ${toldDecimal(lot)}; take fewer`;
  if (displayQuantity !== undefined && (displayQuantity < lot || displayQuantity >= quantity))
    return `what an iceberg shows must be at least ${toldDecimal(lot)} and below its quantity ${toldDecimal(quantity)}`;
  if (childQuantityMax !== undefined && childQuantityMax < lot)
    return `the largest child must be at least ${toldDecimal(lot)}`;
  return undefined;
}

/**
 * The steps in which an order is cut. Whole units where whole units of a security are ordered; otherwise a thousandth of
 * the quantity's last digit, no finer than the venue takes (`precision` digits after the point).
 */
export function lotOf(quantity: Decimal, precision: number, isSecurity: boolean): Decimal {
  const [, fraction = ''] = formatDecimal(quantity).split('.');
  const digits = isSecurity && fraction === '' ? 0 : Math.min(precision, fraction.length + 3);
  return 10n ** BigInt(8 - Math.min(8, digits));
}
