import { defineIndicator } from '../define-indicator.ts';
import { ExtremeAge } from '../kernels/extreme-age.ts';
import { periodParameter, schoolParameter } from '../parameters.ts';

/** Aroon up less Aroon down, −100 to 100 (TA-Lib AROONOSC). Of equal extremes the later counts, with `ties` 1 the earlier (Stock.Indicators). */
export const aroonOscillator = defineIndicator({
  slug: 'aroon-oscillator',
  name: 'Aroon oscillator',
  aliases: ['aroonosc'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 14 }),
    schoolParameter({ name: 'ties', label: 'Of equals', taLib: 'the later', stockIndicators: 'the earlier' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new ExtremeAge(read('period') + 1, read('ties') === 1),
    lowest: new ExtremeAge(read('period') + 1, read('ties') === 1),
    scale: 100 / read('period'),
  }),
  step: ({ highest, lowest, scale }, { high, low }) => scale * (lowest.push(-low) - highest.push(high)),
});
