import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingWindow } from '../kernels/rolling-window.ts';
import { periodParameter } from '../parameters.ts';

/** Where the weight of the newest `period` closes lies, as a negative count of bars (Ehlers 2002). Each bar costs `period` steps. */
export const centreOfGravity = defineIndicator({
  slug: 'centre-of-gravity',
  name: 'Centre of gravity oscillator',
  aliases: ['cog', 'cg', 'center-of-gravity'],
  group: 'momentum',
  parameters: [periodParameter({ default: 10 })],
  pane: 'separate',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ window: new RollingWindow(read('period')) }),
  step: ({ window }, { close }) => {
    window.push(close);
    let weighted = 0;
    let sum = 0;
    for (let age = 0; age < window.period; age++) {
      weighted += (age + 1) * window.at(age);
      sum += window.at(age);
    }
    return -ratio(weighted, sum);
  },
});
