import { defineIndicator } from '../define-indicator.ts';

/** Compounded change of the close over bars whose volume fell, from 1000 (Fosback 1976; TA-Lib NVI). */
export const negativeVolumeIndex = defineIndicator({
  slug: 'negative-volume-index',
  name: 'Negative volume index',
  aliases: ['nvi'],
  group: 'volume',
  parameters: [],
  pane: 'separate',
  warmUpBars: () => 1,
  begin: () => ({ index: 1000, close: Number.NaN, volume: Number.NaN }),
  step: (state, { close, volume }) => {
    if (volume < state.volume && state.close !== 0)
      state.index += ((close - state.close) / state.close) * state.index;
    state.close = close;
    state.volume = volume;
    return state.index;
  },
});
