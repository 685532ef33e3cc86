import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { ratio } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average of volume signed by the close's change, in percent of that of volume (Khalil and Steckler 2011). */
export const volumeZoneOscillator = defineIndicator({
  slug: 'volume-zone-oscillator',
  name: 'Volume zone oscillator',
  aliases: ['vzo'],
  group: 'volume',
  parameters: [periodParameter({ default: 14 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({
    signed: customaryAverage(read('period')),
    total: customaryAverage(read('period')),
    before: Number.NaN,
  }),
  step: (state, { close, volume }) => {
    const sign = Math.sign(close - state.before);
    state.before = close;
    if (Number.isNaN(sign)) return Number.NaN;
    return 100 * ratio(state.signed.push(sign * volume), state.total.push(volume));
  },
});
