import { defineIndicator } from '../define-indicator.ts';
import { periodParameter } from '../parameters.ts';

/** Average that speeds up when the price falls away from it: it moves by (close − average) / (k · period · (close / average)⁴), k being 0.6; it starts at the first close and shows from the second bar on (McGinley 1990, Stock.Indicators). */
export const mcginleyDynamic = defineIndicator({
  slug: 'mcginley-dynamic',
  name: 'McGinley dynamic',
  aliases: ['mcginley', 'dynamic', 'mcgd', 'mgd'],
  group: 'overlap',
  parameters: [
    periodParameter({ default: 14 }),
    { name: 'factor', label: 'Factor', default: 0.6, minimum: 0.01, maximum: 10, isInteger: false },
  ],
  pane: 'price',
  warmUpBars: () => 2,
  begin: (read) => ({ average: Number.NaN, speed: read('factor') * read('period') }),
  step: (state, { close }) => {
    const { average } = state;
    const relative = close / average;
    const divisor = state.speed * relative ** 4;
    state.average = Number.isNaN(average) || divisor === 0 ? close : average + (close - average) / divisor;
    return state.average;
  },
});
