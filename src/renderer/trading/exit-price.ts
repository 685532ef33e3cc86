import {
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
} from '#domain/values/decimal';
import { toStep } from './amount-text.ts';

/** How far an exit is told: as a price, in ticks or percent from the entry, or as money won or lost on the whole order. */
export const EXIT_UNITS = ['price', 'ticks', 'percent', 'money'] as const;
export type ExitUnit = (typeof EXIT_UNITS)[number];

export interface ExitFacts {
  readonly side: 'buy' | 'sell';
  readonly kind: 'target' | 'stop';
  /** Price the order is reckoned to fill at; null when none is known. */
  readonly entry: Decimal | null;
  /** Of the whole order; null while it is not known. */
  readonly quantity: Decimal | null;
  readonly tick: Decimal;
}

/** Where an exit stands, or why it cannot be told. */
export function exitPrice(
  amount: Decimal,
  unit: ExitUnit,
  { side, kind, entry, quantity, tick }: ExitFacts,
): { readonly price: Decimal } | { readonly error: string } {
  const isAbove = (side === 'buy') === (kind === 'target');
  if (unit === 'price') {
    if (entry === null || (isAbove ? amount > entry : amount < entry)) return { price: amount };
    const place = isAbove ? 'above' : 'below';
    return { error: `the ${kind} of a ${side} must be ${place} its entry at ${formatDecimal(entry)}` };
  }
  if (entry === null) return { error: `no entry price is known; write the ${kind} as a price` };
  if (unit === 'money' && quantity === null)
    return {
      error: `money at the ${kind} depends on the quantity; say that in units, or the ${kind} in ticks`,
    };
  const distance =
    unit === 'ticks'
      ? multiplyDecimal(amount, tick)
      : unit === 'percent'
        ? divideDecimal(multiplyDecimal(entry, amount), 100n * DECIMAL_ONE)
        : divideDecimal(amount, quantity ?? DECIMAL_ONE);
  const price = toStep(isAbove ? entry + distance : entry - distance, tick);
  if (price <= DECIMAL_ZERO) return { error: `the ${kind} would be at or below zero` };
  return price === entry
    ? { error: `the ${kind} would stand at the entry; make it at least one tick` }
    : { price };
}
