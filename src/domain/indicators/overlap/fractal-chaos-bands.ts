import { defineMultipleIndicator } from '../define-indicator.ts';
import { isPeak } from '../kernels/peak.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Price of the newest high, and low, beyond all of the `span` bars on either side, from the bar that makes it known (Stock.Indicators). NaN until there is one. */
export const fractalChaosBands = defineMultipleIndicator({
  slug: 'fractal-chaos-bands',
  name: 'Fractal chaos bands',
  aliases: ['fcb'],
  group: 'overlap',
  parameters: [periodParameter({ default: 2, name: 'span', label: 'Bars on either side' })],
  outputs: ['upper', 'lower'],
  pane: 'price',
  warmUpBars: (read) => 2 * read('span') + 1,
  begin: (read) => ({
    highs: new RollingWindow(2 * read('span') + 1),
    lows: new RollingWindow(2 * read('span') + 1),
    span: read('span'),
  }),
  step: ({ highs, lows, span }, { high, low }, values) => {
    highs.push(high);
    lows.push(-low);
    if (!highs.isFull) return;
    if (isPeak(highs, span)) values[0] = highs.at(span);
    if (isPeak(lows, span)) values[1] = -lows.at(span);
  },
});
