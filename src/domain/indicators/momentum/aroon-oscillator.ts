import { defineIndicator } from '../define-indicator.ts';
import { ExtremeAge } from '../kernels/extreme-age.ts';
import { periodParameter } from '../parameters.ts';

/** Aroon up less Aroon down, −100 to 100 (TA-Lib AROONOSC). */
export const aroonOscillator = defineIndicator({
  slug: 'aroon-oscillator',
  name: 'Aroon oscillator',
  aliases: ['aroonosc'],
  group: 'momentum',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    highest: new ExtremeAge(read('period') + 1),
    lowest: new ExtremeAge(read('period') + 1),
    scale: 100 / read('period'),
  }),
  step: ({ highest, lowest, scale }, { high, low }) => scale * (lowest.push(-low) - highest.push(high)),
});
