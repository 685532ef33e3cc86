import { defineMultipleIndicator } from '../define-indicator.ts';
import { feed } from '../kernels/kernel.ts';
import { RollingMean } from '../kernels/rolling-mean.ts';
import { RollingRegression } from '../kernels/rolling-regression.ts';
import { periodParameter } from '../parameters.ts';

/** End of the least-squares line, and bands of standard errors of the regression, divisor period − 2, about it; all averaged over `smooth` bars (Andersen 1996). */
export const standardErrorBands = defineMultipleIndicator({
  slug: 'standard-error-bands',
  name: 'Standard error bands',
  aliases: ['standard-error-band', 'seb'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 21, minimum: 3 }),
    { name: 'errors', label: 'Standard errors', default: 2, minimum: 0.1, maximum: 10, isInteger: false },
    periodParameter({ default: 3, name: 'smooth', label: 'Smoothing' }),
  ],
  outputs: ['upper', 'middle', 'lower'],
  pane: 'price',
  warmUpBars: (read) => read('period') + read('smooth') - 1,
  begin: (read) => ({
    line: new RollingRegression(read('period')),
    middle: new RollingMean(read('smooth')),
    error: new RollingMean(read('smooth')),
    errors: read('errors'),
    scale: Math.sqrt(read('period') / (read('period') - 2)),
  }),
  step: (state, { close }, values) => {
    const middle = feed(state.middle, state.line.push(close));
    const distance = state.errors * feed(state.error, state.line.deviation * state.scale);
    values[0] = middle + distance;
    values[1] = middle;
    values[2] = middle - distance;
  },
});
