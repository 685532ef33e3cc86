import { defineIndicator } from '../define-indicator.ts';
import { periodParameter } from '../parameters.ts';

/** Two-pole low-pass filter of closes that takes out cycles shorter than `period` bars (Ehlers 2013); starts flat at the first close. */
export const superSmoother = defineIndicator({
  slug: 'super-smoother',
  name: 'Super smoother',
  aliases: ['ehlers-super-smoother', 'ssf'],
  group: 'overlap',
  parameters: [periodParameter({ default: 10, minimum: 2 })],
  pane: 'price',
  warmUpBars: () => 1,
  begin: (read) => ({
    ...superSmootherWeights(read('period')),
    price: Number.NaN,
    first: Number.NaN,
    second: Number.NaN,
  }),
  step: (state, { close }) => {
    if (Number.isNaN(state.price)) {
      state.price = close;
      state.first = close;
      state.second = close;
    }
    const value =
      (state.entering * (close + state.price)) / 2 + state.near * state.first + state.far * state.second;
    state.second = state.first;
    state.first = value;
    state.price = close;
    return value;
  },
});

function superSmootherWeights(period: number): { entering: number; near: number; far: number } {
  const decay = Math.exp((-Math.SQRT2 * Math.PI) / period);
  const near = 2 * decay * Math.cos((Math.SQRT2 * Math.PI) / period);
  const far = -decay * decay;
  return { entering: 1 - near - far, near, far };
}
