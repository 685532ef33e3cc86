import { expect, test } from 'vitest';
import type { WorkerTask } from '#engine/agent/agent';
import { doNamedWork } from '#engine/agent/named-work';
import { taskContext } from '#test/support/market-store';

const tasks = {
  'ml_models.double': (input: { value: number }) => input.value * 2,
} satisfies Record<string, WorkerTask<never>>;

// Would catch: a worker that takes a name it does not know for work done, or does not say which names it knows.
test('work is done by its name, and a name nobody knows is refused with the nearest', async () => {
  expect(await doNamedWork(tasks, 'ml_models.double', { value: 21 }, taskContext)).toBe(42);
  await expect(doNamedWork(tasks, 'ml_models.duoble', {}, taskContext)).rejects.toThrow('ml_models.double');
});
