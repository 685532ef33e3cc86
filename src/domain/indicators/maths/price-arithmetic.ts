import { defineIndicator } from '../define-indicator.ts';
import type { IndicatorDefinition } from '../indicator.ts';
import { barField, barFieldParameter } from '../kernels/bar-field.ts';

interface Operation {
  readonly slug: string;
  readonly name: string;
  readonly alias: string;
  of(first: number, second: number): number;
}

/** Arithmetic of two prices of each bar, high and low unless told (TA-Lib's Math Operators). NaN for a division by zero. */
function priceOperation({ slug, name, alias, of }: Operation): IndicatorDefinition {
  return defineIndicator({
    slug,
    name,
    aliases: [alias],
    group: 'maths',
    parameters: [
      barFieldParameter({ name: 'first', label: 'First series', default: 1 }),
      barFieldParameter({ name: 'second', label: 'Second series', default: 2 }),
    ],
    pane: 'separate',
    warmUpBars: () => 1,
    begin: (read) => ({ first: read('first'), second: read('second') }),
    step: ({ first, second }, bar) => of(barField(bar, first), barField(bar, second)),
  });
}

const OPERATIONS: readonly Operation[] = [
  { slug: 'addition', name: 'Addition', alias: 'add', of: (first, second) => first + second },
  {
    slug: 'division',
    name: 'Division',
    alias: 'div',
    of: (first, second) => (second === 0 ? Number.NaN : first / second),
  },
  { slug: 'multiplication', name: 'Multiplication', alias: 'mult', of: (first, second) => first * second },
  { slug: 'subtraction', name: 'Subtraction', alias: 'sub', of: (first, second) => first - second },
];

/** Arithmetic of two prices, by name. */
export const PRICE_ARITHMETIC: readonly IndicatorDefinition[] = OPERATIONS.map(priceOperation);
