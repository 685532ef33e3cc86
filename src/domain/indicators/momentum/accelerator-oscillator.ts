import { defineIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { periodParameter } from '../parameters.ts';

/** The awesome oscillator less its own mean over `signal` bars (Williams; TA-Lib AC). */
export const acceleratorOscillator = defineIndicator({
  slug: 'accelerator-oscillator',
  name: 'Accelerator oscillator',
  aliases: ['ac', 'accelerator'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 5, name: 'fast', label: 'Fast period' }),
    periodParameter({ default: 34, name: 'slow', label: 'Slow period' }),
    periodParameter({ default: 5, name: 'signal', label: 'Signal period' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => Math.max(read('fast'), read('slow')) + read('signal') - 1,
  begin: (read) => ({
    fast: new RollingMean(read('fast')),
    slow: new RollingMean(read('slow')),
    signal: new RollingMean(read('signal')),
  }),
  step: ({ fast, slow, signal }, { high, low }) => {
    const median = (high + low) / 2;
    const awesome = fast.push(median) - slow.push(median);
    return awesome - feed(signal, awesome);
  },
});
