import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Volume over its mean of the `period` bars before (TA-Lib RVOL); 0 where there was none. */
export const volumeRatio = defineIndicator({
  slug: 'volume-ratio',
  name: 'Relative volume',
  aliases: ['rvol', 'relative-volume'],
  group: 'volume',
  parameters: [periodParameter({ default: 20 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ mean: new RollingMean(read('period')), before: Number.NaN }),
  step: (state, { volume }) => {
    const usual = state.before;
    state.before = state.mean.push(volume);
    return ratio(volume, usual);
  },
});
