import { expect, it } from 'vitest';
import { exitsMeant, readExits } from '../../../src/cli/exits-option.ts';

const KEPT = [{ name: 'scalp', unit: 'ticks' as const, stop: { distance: '4' } }];

it.each([
  [
    'stop=6,target=8:50,target=16:33.3,break-even=4:1,trail=5,unit=ticks',
    {
      unit: 'ticks',
      targets: [
        { distance: '8', share: '0.50' },
        { distance: '16', share: '0.333' },
      ],
      stop: { distance: '6' },
      breakEven: { after: '4', offset: '1' },
      trail: { distance: '5' },
    },
  ],
  ['target=2', { unit: 'price', targets: [{ distance: '2', share: '1.00' }] }],
  ['{"stop":{"distance":"3"},"unit":"percent"}', { unit: 'percent', stop: { distance: '3' } }],
  ['scalp', { unit: 'ticks', stop: { distance: '4' } }],
])('%s', (text, exits) => {
  expect(exitsMeant(readExits(text), { exitTemplates: KEPT })).toEqual(exits);
});

it.each([
  ['stop=near', 'must be a decimal number'],
  ['sotp=6', '"sotp=6" is not understood'],
  ['{', 'JSON'],
])('%s is refused', (text, reason) => {
  expect(() => readExits(text)).toThrow(reason);
});

it('an unknown name is told with the nearest', () => {
  expect(() => exitsMeant(readExits('scalb'), { exitTemplates: KEPT })).toThrow('scalp');
});
