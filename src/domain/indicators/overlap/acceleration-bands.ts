import { defineMultipleIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** Averages of high · (1 + 4r), the close and low · (1 − 4r), with r = (high − low) / (high + low) (Headley 2002; TA-Lib ACCBANDS). */
export const accelerationBands = defineMultipleIndicator({
  slug: 'acceleration-bands',
  name: 'Acceleration bands',
  aliases: ['accbands'],
  group: 'overlap',
  parameters: [periodParameter({ default: 20, minimum: 2 })],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({
    upper: new RollingMean(read('period')),
    middle: new RollingMean(read('period')),
    lower: new RollingMean(read('period')),
  }),
  step: ({ upper, middle, lower }, { high, low, close }, values) => {
    const stretch = ratio(4 * (high - low), high + low);
    values[0] = upper.push(high * (1 + stretch));
    values[1] = middle.push(close);
    values[2] = lower.push(low * (1 - stretch));
  },
});
