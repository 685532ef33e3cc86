import { defineIndicator } from '../define-indicator.ts';
import { ratio } from '../kernels/kernel.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Distance of the close from where the least-squares line of the `period` bars before pointed, in percent of the close (Chande; TA-Lib FOSC). */
export const forecastOscillator = defineIndicator({
  slug: 'forecast-oscillator',
  name: 'Forecast oscillator',
  aliases: ['fosc'],
  group: 'momentum',
  parameters: [periodParameter({ default: 5, minimum: 2 })],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 1,
  begin: (read) => ({ line: new RollingRegression(read('period')), forecast: Number.NaN }),
  step: (state, { close }) => {
    const { forecast, line } = state;
    state.forecast = line.push(close) + line.slope;
    return 100 * ratio(close - forecast, close);
  },
});
