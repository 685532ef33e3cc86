import { defineIndicator } from '../define-indicator.ts';
import { feed, ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Mean over `period` bars of how far the middle of the bar moved per volume and range: change · (high − low) / (volume / `scale`) (Arms 1996). */
export const easeOfMovement = defineIndicator({
  slug: 'ease-of-movement',
  name: 'Ease of movement',
  aliases: ['eom', 'emv', 'ease-of-movement-value'],
  group: 'volume',
  parameters: [
    periodParameter({ default: 14 }),
    { name: 'scale', label: 'Volume scale', default: 100000000, minimum: 1, maximum: 1e12, isInteger: false },
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ mean: new RollingMean(read('period')), before: Number.NaN, scale: read('scale') }),
  step: (state, { high, low, volume }) => {
    const middle = (high + low) / 2;
    const change = middle - state.before;
    state.before = middle;
    return feed(state.mean, ratio(change * (high - low) * state.scale, volume));
  },
});
