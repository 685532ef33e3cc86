import { describe, expect, test } from 'vitest';
import { readExpression } from '#domain/values/expression';

const names = ['fast', 'slow', 'sharpe'];
const of = (text: string, values = [3, 10, 1.5]) => readExpression(text, names).evaluate(values);

describe('an expression', () => {
  test.each([
    ['fast < slow', 1],
    ['fast<slow && slow - fast >= 8', 0],
    ['fast * 2 + slow / 4 - 1', 7.5],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['2 ^ -1', 0.5],
    ['!(fast == 3) || slow != 10', 0],
    ['slow % fast', 1],
    ['min(fast, slow) + max(1, sharpe)', 4.5],
    ['abs(fast - slow) + sqrt(4) + floor(sharpe) + round(sharpe)', 12],
    ['1.5e1 + .5', 15.5],
    ['exp(log(slow))', 10],
    ['- - fast', 3],
  ])('%s is %d', (text, wanted) => {
    expect(of(text)).toBeCloseTo(wanted, 12);
  });

  test('knows which names it speaks of', () => {
    expect(readExpression('slow - 2 * slow', names).names).toEqual(['slow']);
  });

  test.each([
    ['fast <', 'something is missing at character 7'],
    ['', 'something is missing at character 1'],
    ['fast < < slow', 'unexpected "<" at character 8'],
    ['(fast', '")" is missing at character 6'],
    ['fast slow', 'unexpected "slow" at character 6'],
    ['fsat < slow', 'unknown name "fsat"; did you mean fast? at character 1'],
    ['abs(fast, 2)', '")" is missing before ","'],
    ['min(fast)', '"," is missing before ")"'],
    ['1 < fast < 5', 'comparisons do not chain'],
    ['fast @ 2', '"@" is not understood at character 6'],
    ['constructor', 'unknown name "constructor"'],
    ['toString(1)', 'unknown function "toString"'],
    ['process.exit(1)', '"." is not understood'],
    [`${'('.repeat(200)}1`, 'too many brackets'],
    [`${'-'.repeat(200)}1`, 'too many brackets'],
  ])('refuses %s', (text, message) => {
    expect(() => of(text)).toThrow(message);
  });
});
