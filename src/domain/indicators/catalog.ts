import { CYCLE_INDICATORS } from './cycle/cycle-indicators.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { MATHS_INDICATORS } from './maths/maths-indicators.ts';
import { MOMENTUM_INDICATORS } from './momentum/momentum-indicators.ts';
import { OTHER_INDICATORS } from './other/other-indicators.ts';
import { OVERLAP_INDICATORS } from './overlap/overlap-indicators.ts';
import { PATTERNS_INDICATORS } from './patterns/patterns-indicators.ts';
import { PRICE_INDICATORS } from './price/price-indicators.ts';
import { STATISTICS_INDICATORS } from './statistics/statistics-indicators.ts';
import { VOLATILITY_INDICATORS } from './volatility/volatility-indicators.ts';
import { VOLUME_INDICATORS } from './volume/volume-indicators.ts';

export { resolveParameters } from './parameters.ts';

/** Every indicator, kind by kind in the order shown. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  ...OVERLAP_INDICATORS,
  ...MOMENTUM_INDICATORS,
  ...VOLUME_INDICATORS,
  ...VOLATILITY_INDICATORS,
  ...CYCLE_INDICATORS,
  ...PRICE_INDICATORS,
  ...STATISTICS_INDICATORS,
  ...MATHS_INDICATORS,
  ...OTHER_INDICATORS,
  ...PATTERNS_INDICATORS,
];

const BY_KEY = new Map(
  INDICATORS.flatMap((definition) =>
    [definition.slug, definition.name, ...definition.aliases].map(
      (name) => [keyOf(name), definition] as const,
    ),
  ),
);

/**
 * The indicator behind a slug, a full name or an alias, or undefined for a stranger. Case, spaces and punctuation do not
 * count, nor does a plural: `Bollinger_Band`, `stochRsi`, `Williams %R` and `+DI` are all known.
 */
export function findIndicator(name: string): IndicatorDefinition | undefined {
  const key = keyOf(name);
  const spoken = keyOf(name.replace('%', 'percent').replace('+', 'plus').replace(/^-/, 'minus'));
  for (const candidate of [spoken, key, `${key}s`, key.replace(/s$/, '')]) {
    const found = BY_KEY.get(candidate);
    if (found) return found;
  }
  return undefined;
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Every name {@link findIndicator} knows: slugs, then aliases. */
export function indicatorNames(): string[] {
  return [...INDICATORS.map(({ slug }) => slug), ...INDICATORS.flatMap(({ aliases }) => aliases)];
}
