import { defineMultipleIndicator } from '../define-indicator.ts';
import { ExtremeAge } from '../kernels/extreme-age.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** How lately the lowest low and the highest high of the newest `period` + 1 bars came: 100 now, 0 `period` bars ago; of equals the later counts (Chande 1995; TA-Lib AROON), or with `ties` 1 the earlier (Stock.Indicators). */
export const aroon = defineMultipleIndicator({
  slug: 'aroon',
  name: 'Aroon',
  aliases: ['aroon-up-down'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    schoolParameter({ name: 'ties', label: 'Of equals', taLib: 'the later', stockIndicators: 'the earlier' }),
  ],
  outputs: ['down', 'up'],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new ExtremeAge(read('period') + 1, read('ties') === 1),
    lowest: new ExtremeAge(read('period') + 1, read('ties') === 1),
    scale: 100 / read('period'),
    period: read('period'),
  }),
  step: ({ highest, lowest, scale, period }, { high, low }, values) => {
    values[0] = scale * (period - lowest.push(-low));
    values[1] = scale * (period - highest.push(high));
  },
});
