import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { advanceLaguerre } from '../kernels/laguerre.ts';

/** Relative strength of the steps between the four elements of a Laguerre filter, 0 to 100 (Ehlers 2004). */
export const laguerreRelativeStrengthIndex = defineIndicator({
  slug: 'laguerre-relative-strength-index',
  name: 'Laguerre relative strength index',
  aliases: ['laguerre-rsi', 'lrsi'],
  group: 'momentum',
  parameters: [{ name: 'gamma', label: 'Gamma', default: 0.5, minimum: 0, maximum: 0.99, isInteger: false }],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: (read) => ({ elements: new Float64Array(4).fill(Number.NaN), gamma: read('gamma') }),
  step: ({ elements, gamma }, { close }) => {
    advanceLaguerre(elements, gamma, close);
    let up = 0;
    let down = 0;
    for (let i = 0; i < 3; i++) {
      const step = elements[i]! - elements[i + 1]!;
      if (step >= 0) up += step;
      else down -= step;
    }
    return 100 * ratio(up, up + down);
  },
});
