import { expect, it } from 'vitest';
import { nearestNames, unknownName } from '#domain/values/nearest-names';

it.each([
  ['a slip', 'smaa', ['sma', 'ema', 'obv'], ['sma', 'ema']],
  ['a beginning', 'smac', ['sma-crossover', 'breakout'], ['sma-crossover']],
  ['a part', 'strength', ['relative-strength-index', 'true-range'], ['relative-strength-index']],
  ['another case', 'AAPl', ['AAPL', 'MSFT'], ['AAPL']],
  ['nothing like it', 'zzzzzz', ['alpha', 'beta'], []],
  ['nothing typed', '', ['relative-strength-index', 'breakout'], []],
])('%s suggests what is near', (_what, wanted, names, expected) => {
  expect(nearestNames(wanted, names)).toEqual(expected);
});

it('says what is known when nothing is near', () => {
  expect(unknownName('symbol', 'ZZZZZZ', ['AAPL'])).toBe('unknown symbol "ZZZZZZ"; known: AAPL');
  expect(unknownName('symbol', 'ZZZZZZ', [])).toBe('unknown symbol "ZZZZZZ"; known: none yet');
});
