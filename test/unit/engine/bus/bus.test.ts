import { expect, it } from 'vitest';
import { Bus } from '#engine/bus/bus';

it('numbers a million events without a gap, each with its cause and time, whoever throws', () => {
  const failures: string[] = [];
  const bus = new Bus((topic) => failures.push(topic));
  let expected = 0;
  let wrong = 0;
  for (const topic of ['a', 'b'])
    bus.subscribe(topic, ({ sequence, eventTime, causationId, payload }) => {
      expected++;
      const isRight = sequence === expected && eventTime === expected * 2 && payload === expected;
      if (!isRight || causationId !== `ticks:${expected}`) wrong++;
      if (sequence === 7) throw new Error('a listener that fails');
    });
  for (let i = 1; i <= 1_000_000; i++) bus.publish(i % 3 === 0 ? 'a' : 'b', i * 2, i, `ticks:${i}`);
  expect({ expected, wrong, sequence: bus.sequence }).toEqual({
    expected: 1_000_000,
    wrong: 0,
    sequence: 1_000_000,
  });
  expect(failures).toEqual(['b']);
});
