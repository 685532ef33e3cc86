import { defineIndicator } from '../define-indicator.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** Where the least-squares line through the newest `period` closes will be one bar on (TA-Lib TSF). */
export const timeSeriesForecast = defineIndicator({
  slug: 'time-series-forecast',
  name: 'Time series forecast',
  aliases: ['tsf'],
  group: 'statistics',
  parameters: [periodParameter({ default: 14, minimum: 2 })],
  pane: 'price',
  warmUpBars: (read) => read('period'),
  begin: (read) => ({ line: new RollingRegression(read('period')) }),
  step: ({ line }, { close }) => line.push(close) + line.slope,
});
