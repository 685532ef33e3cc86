import { defineIndicator } from '../define-indicator.ts';
import type { IndicatorDefinition } from '../indicator.ts';
import { barField, barFieldParameter } from '../kernels/bar-field.ts';

interface Transform {
  readonly slug: string;
  readonly name: string;
  readonly alias?: string;
  /** NaN or infinite where it has no value. */
  of(value: number): number;
}

/**
 * A function of one number, of a price of each bar (TA-Lib's Math Transform). `scale` is what the price is multiplied by
 * first: an arc cosine has values between −1 and 1 only. NaN where the function has no value, or none that a number holds.
 */
function priceTransform({ slug, name, alias, of }: Transform): IndicatorDefinition {
  return defineIndicator({
    slug,
    name,
    aliases: alias === undefined ? [] : [alias],
    group: 'maths',
    parameters: [
      barFieldParameter({ name: 'source', label: 'Series', default: 3 }),
      { name: 'scale', label: 'Scale', default: 1, minimum: 1e-9, maximum: 1e9, isInteger: false },
    ],
    pane: 'separate',
    warmUpBars: () => 1,
    begin: (read) => ({ source: read('source'), scale: read('scale') }),
    step: ({ source, scale }, bar) => {
      const value = of(barField(bar, source) * scale);
      return Number.isFinite(value) ? value : Number.NaN;
    },
  });
}

const TRANSFORMS: readonly Transform[] = [
  { slug: 'arc-cosine', name: 'Arc cosine', alias: 'acos', of: Math.acos },
  { slug: 'arc-sine', name: 'Arc sine', alias: 'asin', of: Math.asin },
  { slug: 'arc-tangent', name: 'Arc tangent', alias: 'atan', of: Math.atan },
  { slug: 'ceiling', name: 'Ceiling', alias: 'ceil', of: Math.ceil },
  { slug: 'common-logarithm', name: 'Common logarithm', alias: 'log10', of: Math.log10 },
  { slug: 'cosine', name: 'Cosine', alias: 'cos', of: Math.cos },
  { slug: 'exponential-function', name: 'Exponential function', alias: 'exp', of: Math.exp },
  { slug: 'floor', name: 'Floor', of: Math.floor },
  { slug: 'hyperbolic-cosine', name: 'Hyperbolic cosine', alias: 'cosh', of: Math.cosh },
  { slug: 'hyperbolic-sine', name: 'Hyperbolic sine', alias: 'sinh', of: Math.sinh },
  { slug: 'hyperbolic-tangent', name: 'Hyperbolic tangent', alias: 'tanh', of: Math.tanh },
  { slug: 'natural-logarithm', name: 'Natural logarithm', alias: 'ln', of: Math.log },
  { slug: 'sine', name: 'Sine', alias: 'sin', of: Math.sin },
  { slug: 'square-root', name: 'Square root', alias: 'sqrt', of: Math.sqrt },
  { slug: 'tangent', name: 'Tangent', alias: 'tan', of: Math.tan },
];

/** Functions of one number, by name. */
export const PRICE_TRANSFORMS: readonly IndicatorDefinition[] = TRANSFORMS.map(priceTransform);
