import { defineIndicator } from '../define-indicator.ts';
import { customaryAverage } from '../kernels/exponential-average.ts';
import { feed } from '../kernels/kernel.ts';
import { StochasticPlace } from '../kernels/stochastic-place.ts';
import { periodParameter } from '../parameters.ts';

/** The fast stochastic about its middle, smoothed twice over `smooth` bars and pressed between −1 and 1 (Leibfarth 2008, whose 25 bars of smoothing stand for their root, 5). */
export const premierStochasticOscillator = defineIndicator({
  slug: 'premier-stochastic-oscillator',
  name: 'Premier stochastic oscillator',
  aliases: ['pso', 'premier-stochastic'],
  group: 'momentum',
  parameters: [
    periodParameter({ default: 8 }),
    periodParameter({ default: 5, name: 'smooth', label: 'Smoothing' }),
  ],
  pane: 'separate',
  warmUpBars: (read) => read('period') + 2 * (read('smooth') - 1),
  begin: (read) => ({
    place: new StochasticPlace(read('period')),
    first: customaryAverage(read('smooth')),
    second: customaryAverage(read('smooth')),
  }),
  step: (state, { high, low, close }) => {
    const place = 0.1 * (state.place.push(high, low, close) - 50);
    return Math.tanh(feed(state.second, feed(state.first, place)) / 2);
  },
});
