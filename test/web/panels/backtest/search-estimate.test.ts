import { describe, expect, test } from 'vitest';
import { searchOutlook } from '../../../../src/renderer/panels/backtest/lab/search-estimate.ts';
import { taskPace } from '../../../../src/renderer/panels/backtest/lab/task-pace.ts';
import { strategyFixture } from '../../support/strategy-fixture.ts';

const whole = { label: '', default: 10, minimum: 1, maximum: 10_000, isInteger: true };
const strategy = strategyFixture([
  { ...whole, name: 'fast' },
  { ...whole, name: 'slow', default: 30, minimum: 2 },
]);
const draft = (fast: string, slow: string, constraint = '') => ({
  ranges: { fast, slow },
  constraint,
  objective: 'sharpe',
});
const every = { method: 'every', trials: '500' } as const;

describe('what a search comes to before it is begun', () => {
  test('the count is that of the engine: the condition and the strategy itself are asked', () => {
    const outlook = searchOutlook(strategy, draft('2:100', '2:100', 'fast < slow'), every, {});
    expect(outlook).toMatchObject({
      kind: 'sound',
      estimate: { combinations: 4_851, isExact: true, refused: 99 * 99 - 4_851, trials: 4_851 },
    });
  });

  test('an empty range is the value of the form, and only what varies can be an axis', () => {
    const outlook = searchOutlook(strategy, draft('2:9', ''), every, { slow: '50' });
    expect(outlook).toMatchObject({ kind: 'sound', estimate: { combinations: 8, varying: ['fast'] } });
  });

  test('a large one is counted on a sample, within a hundredth', () => {
    const outlook = searchOutlook(strategy, draft('2:1500', '2:1500', 'fast < slow'), every, {});
    if (outlook.kind !== 'sound') throw new Error(outlook.problem);
    const exact = (1_499 * 1_498) / 2;
    expect(outlook.estimate.isExact).toBe(false);
    expect(Math.abs(outlook.estimate.combinations / exact - 1)).toBeLessThan(0.01);
  });

  test('a budget bounds the methods that choose, where every one would be too many', () => {
    const ranges = draft('1:10000', '2:10000');
    expect(searchOutlook(strategy, ranges, { method: 'bayesian', trials: '300' }, {})).toMatchObject({
      kind: 'sound',
      estimate: { trials: 300 },
    });
    expect(searchOutlook(strategy, ranges, every, {})).toMatchObject({
      kind: 'refused',
      problem: expect.stringMatching(/^99,990,000 combinations.*2,000,000.*TPE/),
    });
  });

  test.each([
    ['a word', draft('two', '30'), 'fast'],
    ['beyond what the parameter may be', draft('0:5', '30'), 'fast'],
    ['half a bar', draft('2:4:0.5', '30'), 'fast'],
    ['an unknown name in the condition', draft('2:9', '30', 'quick < slow'), 'constraint'],
    ['a condition that nothing meets', draft('2:9', '30', 'fast > slow'), null],
  ])('%s is refused at its field before a press', (_, ranges, field) => {
    expect(searchOutlook(strategy, ranges, every, {})).toMatchObject({ kind: 'refused', field });
  });
});

test('a task tells its pace and what is left, and nothing it cannot know yet', () => {
  const task = { state: 'running', progress: 0.25, startedTime: 1_000 } as const;
  expect(taskPace(task, 3_000, { count: 4_000, unit: 'trials' })).toBe('25 % · 500 trials/s · 6.0 s left');
  expect(taskPace({ ...task, progress: 0.01 }, 3_000, null)).toBe('1 %');
  expect(taskPace({ ...task, state: 'queued' }, 3_000, null)).toBe('waits for a worker');
});
