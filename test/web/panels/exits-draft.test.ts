import { expect, test } from 'vitest';
import { DECIMAL_ONE, parseDecimal } from '#domain/values/decimal';
import {
  checkExits,
  draftOfExits,
  EMPTY_EXITS,
  type ExitsDraft,
} from '../../../src/renderer/panels/order-ticket/exits-draft.ts';
import { checkDraft, EMPTY_DRAFT } from '../../../src/renderer/panels/order-ticket/ticket-draft.ts';
import { exitWords } from '../../../src/renderer/trading/exit-words.ts';

const entry = { side: 'buy', price: parseDecimal('100'), tick: DECIMAL_ONE / 4n } as const;
const written: ExitsDraft = {
  ...EMPTY_EXITS,
  targets: [
    { distance: '8', share: '50' },
    { distance: '1 6', share: '25' },
    { distance: '', share: '25' },
  ],
  stop: '6',
  after: '4',
  offset: '0',
};

// Catches a share sent in percent, an empty line sent as a target, or an offset of nothing refused.
test('a template becomes what is sent, empty lines left out', () => {
  const { exits, error, stop } = checkExits(written, entry);
  expect(error).toBeUndefined();
  expect(exits).toEqual({
    unit: 'ticks',
    targets: [
      { distance: '8', share: '0.5' },
      { distance: '16', share: '0.25' },
    ],
    stop: { distance: '6' },
    breakEven: { after: '4', offset: '0' },
  });
  expect(stop).toBe(parseDecimal('98.5'));
  expect(exitWords({ exits: exits! })).toEqual([
    '50 % at a target 8 ticks away',
    '25 % at a target 16 ticks away',
    'stop 6 ticks away',
    'break-even after 4 ticks',
  ]);
  expect(exitWords({ exits: { unit: 'ticks', stop: { distance: '1' } } })).toEqual(['stop 1 tick away']);
});

test.each<[string, Partial<ExitsDraft>, string]>([
  ['a share that is missing', { targets: [{ distance: '8', share: '' }] }, 'say what share target 1 takes'],
  [
    'shares above the whole',
    {
      targets: [
        { distance: '8', share: '60' },
        { distance: '9', share: '60' },
      ],
    },
    'together',
  ],
  ['break-even without a stop', { stop: '' }, 'the template has none'],
  ['letters', { stop: 'abc' }, 'is no stop'],
])('%s is told', (_name, changes, text) => {
  expect(checkExits({ ...written, ...changes }, entry).error).toContain(text);
});

test('a kept template is written as it was', () => {
  const { exits } = checkExits(written, entry);
  const kept = draftOfExits({ ...exits!, unit: 'ticks', name: 'Mine' });
  expect(kept.targets).toEqual([
    { distance: '8', share: '50' },
    { distance: '16', share: '25' },
  ]);
  expect(checkExits(kept, entry).exits).toEqual(exits);
});

test('a template takes the place of target and stop, and risk is reckoned to its stop', () => {
  const facts = {
    symbol: 'ES',
    pricePrecision: 2,
    quantityStep: DECIMAL_ONE,
    prices: { bid: 100, ask: 100, last: 100 },
    equity: 10_000,
  };
  const draft = {
    ...EMPTY_DRAFT,
    sizing: 'risk',
    quantity: '1',
    exits: { ...written, unit: 'price' },
  } as const;
  const { request, units } = checkDraft({ ...draft, stop: { text: '50', unit: 'price' } }, facts);
  expect(units).toBe('16');
  expect(request).toMatchObject({ exits: { unit: 'price' } });
  expect(request).not.toHaveProperty('bracket');
});
