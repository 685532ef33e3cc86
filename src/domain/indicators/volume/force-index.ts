import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { periodParameter } from '../parameters.ts';

/** Exponential average of the close's change times volume (Elder 1993; TA-Lib EFI). */
export const forceIndex = defineIndicator({
  slug: 'force-index',
  name: 'Force index',
  aliases: ['efi', 'force', 'elder-force-index'],
  group: 'volume',
  parameters: [periodParameter({ default: 13 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ average: customaryAverage(read('period')), before: Number.NaN }),
  step: (state, { close, volume }) => {
    const { before } = state;
    state.before = close;
    return feed(state.average, (close - before) * volume);
  },
});
