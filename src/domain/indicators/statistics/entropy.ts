import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Shannon entropy, in bits, of the newest `period` closes as shares of their sum. Each bar costs `period` steps. */
export const entropy = defineIndicator({
  slug: 'entropy',
  name: 'Entropy',
  aliases: ['shannon-entropy'],
  group: 'statistics',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')) }),
  step: ({ window }, { close }) => {
    window.push(close);
    let sum = 0;
    for (const value of window.unordered) sum += value;
    let entropy = 0;
    for (const value of window.unordered) {
      const share = ratio(value, sum);
      if (share > 0) entropy -= share * Math.log2(share);
    }
    return entropy;
  },
});
