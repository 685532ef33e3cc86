import { expect, test } from 'vitest';
import { bestFirst } from '../../../src/renderer/app/palette.tsx';

const GROUPS = [
  { heading: 'Symbols', offers: [{ keywords: ['HAL', 'Halliburton'] }] },
  {
    heading: 'Trading',
    offers: [{ keywords: ['HALT: cancel every order'] }, { keywords: ['Cancel all open orders'] }],
  },
  { heading: 'Panels', offers: [{ keywords: ['Orders', 'Orders panel'] }] },
];

test.each([
  // Enter after "orders" once cancelled them all.
  ['orders', 'Panels'],
  ['halt', 'Trading'],
  ['hal', 'Symbols'],
  ['', 'Symbols'],
])('%j puts %s first', (search, heading) => {
  expect(bestFirst(GROUPS, search)[0]?.heading).toBe(heading);
});
