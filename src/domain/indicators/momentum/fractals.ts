import { defineMultipleIndicator } from '../define-indicator.ts';
import { isPeak } from '../kernels/peak.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Highs above those of `left` bars before and `right` bars after, and lows below; each is known, and stands here, `right` bars late (Williams; TA-Lib FRACTAL): 100 where there is one, else 0. With `prices` 1 the price itself, else NaN, as Stock.Indicators gives it. */
export const fractals = defineMultipleIndicator({
  slug: 'fractals',
  name: 'Fractals',
  aliases: ['fractal', 'williams-fractal'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 2, name: 'left', label: 'Bars before' }),
    periodParameter({ default: 2, name: 'right', label: 'Bars after' }),
    schoolParameter({ name: 'prices', label: 'Values', taLib: 'marks of 100', stockIndicators: 'prices' }),
  ],
  outputs: ['high', 'low'],
  pane: 'separate',
  warmUpBars: (read) => read('left') + read('right') + 1,
  begin: (read) => ({
    highs: new RollingWindow(read('left') + read('right') + 1),
    lows: new RollingWindow(read('left') + read('right') + 1),
    right: read('right'),
    isPrice: read('prices') === 1,
  }),
  step: ({ highs, lows, right, isPrice }, { high, low }, values) => {
    highs.push(high);
    lows.push(-low);
    if (!highs.isFull) return;
    const none = isPrice ? Number.NaN : 0;
    values[0] = isPeak(highs, right) ? (isPrice ? highs.at(right) : 100) : none;
    values[1] = isPeak(lows, right) ? (isPrice ? -lows.at(right) : 100) : none;
  },
});
