import { describe, expect, test } from 'vitest';
import { completeRanges, countCombinations, parseParameterRange } from '#domain/strategies/parameter-range';
import { rsiReversal } from '#domain/strategies/rsi-reversal';

describe('a range of a parameter', () => {
  test.each([
    ['2:6', [2, 3, 4, 5, 6]],
    ['2:7:2', [2, 4, 6]],
    ['0.1:0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['-1:1', [-1, 0, 1]],
    ['10,50,20,10', [10, 50, 20]],
    ['30', [30]],
  ])('%s', (text, values) => {
    expect([...parseParameterRange('p', text).values]).toEqual(values);
  });

  test.each([
    ['5:2', 'ends before it begins'],
    ['1:5:0', 'has a step that is not above 0'],
    ['1:5:1:1', 'has too many parts'],
    ['a:b', 'must read like 2:100'],
    ['0:1e9', 'must read like 2:100'],
    ['0:9999999', 'has 10000000 values; 1000000 are the most'],
    ['', 'must read like 2:100'],
  ])('%s is refused', (text, message) => {
    expect(() => parseParameterRange('p', text)).toThrow(`parameter "p": "${text}" ${message}`);
  });

  test('those not given stand at their default, in the order of the definition', () => {
    const ranges = completeRanges(rsiReversal, [parseParameterRange('lower', '20:40:10')]);
    expect(ranges.map(({ name, values }) => [name, [...values]])).toEqual([
      ['period', [14]],
      ['lower', [20, 30, 40]],
      ['upper', [70]],
    ]);
    expect(countCombinations(ranges)).toBe(3);
    expect(() => completeRanges(rsiReversal, [parseParameterRange('lower', '0:40')])).toThrow(
      'from 1 to 99, not 0',
    );
  });
});
