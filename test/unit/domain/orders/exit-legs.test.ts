import { describe, expect, it } from 'vitest';
import { exitLegs, exitsInPrice, partQuantity } from '#domain/orders/exit-legs';
import type { ExitTemplate } from '#domain/orders/exit-template';
import { type ExitUnit, mapExits } from '#domain/orders/map-exits';
import { DECIMAL_ONE, formatDecimal, parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;

const textOf = (template: ExitTemplate, unit: ExitUnit, isLong: boolean, price: string, tick: string) => {
  const exact = mapExits(template, (amount) => d(String(amount)));
  const told = exitsInPrice(exact, unit, { price: d(price), tick: d(tick) });
  return exitLegs(told, isLong, d(price), d(tick)).map((leg) => {
    if (leg.kind === 'target') return `target ${formatDecimal(leg.limit)}`;
    const { stop, trailAmount, breakEven } = leg;
    return [
      leg.type,
      stop === undefined ? 'at the market' : formatDecimal(stop),
      ...(trailAmount === undefined ? [] : [`by ${formatDecimal(trailAmount)}`]),
      ...(breakEven ? [`at ${formatDecimal(breakEven.at)} to ${formatDecimal(breakEven.to)}`] : []),
    ].join(' ');
  });
};

const TEMPLATE: ExitTemplate = {
  targets: [
    { distance: 4, share: 0.5 },
    { distance: 8, share: 0.5 },
  ],
  stop: { distance: 2 },
  breakEven: { after: 2, offset: 1 },
};

describe('the exits of a template', () => {
  it.each<[string, ExitTemplate, ExitUnit, boolean, string, string, readonly string[]]>([
    [
      'in price',
      TEMPLATE,
      'price',
      true,
      '100',
      '0.25',
      ['stop 98 at 102 to 101', 'target 104', 'target 108'],
    ],
    [
      'of a short',
      TEMPLATE,
      'price',
      false,
      '100',
      '0.25',
      ['stop 102 at 98 to 99', 'target 96', 'target 92'],
    ],
    [
      'in ticks',
      TEMPLATE,
      'ticks',
      true,
      '100',
      '0.25',
      ['stop 99.5 at 100.5 to 100.25', 'target 101', 'target 102'],
    ],
    [
      'in percent, on the grid',
      TEMPLATE,
      'percent',
      true,
      '33.33',
      '0.01',
      ['stop 32.66 at 34 to 33.66', 'target 34.66', 'target 36'],
    ],
    [
      'that trail from the market',
      { trail: { distance: 1.5 } },
      'price',
      true,
      '50',
      '0.01',
      ['trailing-stop at the market by 1.5'],
    ],
    ['no closer than a tick', { stop: { distance: 0.001 } }, 'price', true, '50', '0.01', ['stop 49.99']],
  ])('%s', (_name, template, unit, isLong, price, tick, legs) => {
    expect(textOf(template, unit, isLong, price, tick)).toEqual(legs);
  });

  it.each([
    [{}, 'needs a target, a stop'],
    [{ stop: { distance: -1 } }, 'the stop is -1 from the entry'],
    [
      {
        targets: [
          { distance: 1, share: 0.6 },
          { distance: 2, share: 0.5 },
        ],
      },
      'together',
    ],
    [{ stop: { distance: 1 }, breakEven: { after: 1, offset: 1 } }, 'beyond'],
  ] satisfies [ExitTemplate, string][])('are refused by what is wrong: %j', (template, text) => {
    expect(() => textOf(template, 'price', true, '100', '0.01')).toThrow(text);
  });
});

it.each<[readonly string[], string, string, readonly string[]]>([
  [['0.5', '0.5'], '7', '1', ['3', '4']],
  [['0.33333333', '0.33333333', '0.33333333'], '3', '1', ['1', '1', '1']],
  [['0.33333333', '0.33333333', '0.33333333'], '100', '1', ['33', '33', '34']],
  [['0.25', '0.25'], '10', '1', ['2', '3']],
  [['0.5', '0.5'], '0.00000003', '0.00000001', ['0.00000001', '0.00000002']],
  [['0.5', '0.5'], '1', '1', ['0', '1']],
  [['0.3', '0.7'], '12.5', '0.01', ['3.75', '8.75']],
])('shares %j of %s in steps of %s', (shares, filled, step, quantities) => {
  const targets = shares.map((share, i) => ({ distance: d(String(i + 1)), share: d(share) }));
  const legs = exitLegs({ targets }, true, d('100'));
  const parts = legs.flatMap((leg) => (leg.kind === 'target' ? [leg.part] : []));
  expect(parts.map((part) => formatDecimal(partQuantity(part, d(filled), d(step))))).toEqual(quantities);
  if (parts.at(-1)?.to === DECIMAL_ONE)
    expect(parts.reduce((all, part) => all + partQuantity(part, d(filled), d(step)), 0n)).toBe(d(filled));
});
