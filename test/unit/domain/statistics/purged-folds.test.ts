import { describe, expect, test } from 'vitest';
import {
  backtestPaths,
  combinatorialPurgedFolds,
  countBacktestPaths,
  purgedFolds,
} from '#domain/statistics/purged-folds';
import { walkForwardWindows } from '#domain/statistics/walk-forward-windows';

const options = { count: 100, groups: 5, horizon: 3, embargo: 2 };

describe('purged folds', () => {
  test('learn from nothing whose outcome reaches into the test, nor from the embargo after it', () => {
    for (const { train, test: judged } of purgedFolds(options)) {
      for (const stretch of train)
        for (let i = stretch.from; i < stretch.to; i++)
          for (const { from, to } of judged) {
            const reaches = i + options.horizon >= from && i < to + options.horizon + options.embargo;
            expect(reaches && i >= from - options.horizon, `observation ${i} and test ${from} to ${to}`).toBe(
              false,
            );
          }
    }
    expect(purgedFolds(options)[2]).toEqual({
      testGroups: [2],
      test: [{ from: 40, to: 60 }],
      train: [
        { from: 0, to: 37 },
        { from: 65, to: 100 },
      ],
    });
  });

  test.each([
    [6, 2, 15, 5],
    [10, 2, 45, 9],
    [10, 5, 252, 126],
  ])(
    'of %i groups, %i of them tested on, make %i splits and %i paths',
    (groups, testGroups, splits, paths) => {
      const folds = combinatorialPurgedFolds({ ...options, groups, testGroups });
      expect(folds).toHaveLength(splits);
      expect(countBacktestPaths(groups, testGroups)).toBe(paths);
      const found = backtestPaths(folds, groups);
      expect(found).toHaveLength(paths);
      const served = new Set(found.flatMap((path) => path.map((split, group) => `${split}:${group}`)));
      expect(served.size).toBe(splits * testGroups);
      found.forEach((path) => {
        path.forEach((split, group) => {
          expect(folds[split]!.testGroups).toContain(group);
        });
      });
    },
  );

  test('neighbouring test groups are one stretch', () => {
    const folds = combinatorialPurgedFolds({ ...options, testGroups: 2 });
    expect(folds[0]!.test).toEqual([{ from: 0, to: 40 }]);
    expect(folds[0]!.train).toEqual([{ from: 45, to: 100 }]);
  });

  test('that cannot be made are refused', () => {
    expect(() => purgedFolds({ ...options, groups: 1 })).toThrow(
      '100 observations cannot be split into 1 groups',
    );
  });
});

describe('walk-forward windows', () => {
  test('judge every bar after the first training once, the last window shorter', () => {
    const windows = walkForwardWindows({ bars: 25, trainBars: 10, testBars: 6, mode: 'rolling' });
    expect(windows.map(({ train, test: judged }) => [train.from, train.to, judged.from, judged.to])).toEqual([
      [0, 10, 10, 16],
      [6, 16, 16, 22],
      [12, 22, 22, 25],
    ]);
    const anchored = walkForwardWindows({
      bars: 25,
      trainBars: 10,
      testBars: 6,
      mode: 'anchored',
      gapBars: 2,
    });
    expect(anchored.map(({ train, test: judged }) => [train.from, train.to, judged.from])).toEqual([
      [0, 10, 12],
      [0, 16, 18],
      [0, 22, 24],
    ]);
  });

  test('without room for one are refused', () => {
    expect(() => walkForwardWindows({ bars: 10, trainBars: 10, testBars: 5, mode: 'rolling' })).toThrow(
      '10 bars have no room for 10 to learn from',
    );
  });
});
