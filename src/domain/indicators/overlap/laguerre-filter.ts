import { defineIndicator } from '../define-indicator.ts';
import { advanceLaguerre } from '../kernels/laguerre.ts';

/** Four-element Laguerre filter of closes, `gamma` 0 to 1 the more the smoother (Ehlers 2002); starts flat at the first close. */
export const laguerreFilter = defineIndicator({
  slug: 'laguerre-filter',
  name: 'Laguerre filter',
  aliases: ['laguerre'],
  group: 'overlap',
  parameters: [{ name: 'gamma', label: 'Gamma', default: 0.8, minimum: 0, maximum: 0.99, isInteger: false }],
  pane: 'price',
  warmUpBars: () => 1,
  begin: (read) => ({ elements: new Float64Array(4).fill(Number.NaN), gamma: read('gamma') }),
  step: ({ elements, gamma }, { close }) => {
    advanceLaguerre(elements, gamma, close);
    return (elements[0]! + 2 * elements[1]! + 2 * elements[2]! + elements[3]!) / 6;
  },
});
