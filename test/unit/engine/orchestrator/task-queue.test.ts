import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lane, TaskQueue } from '#engine/orchestrator/task-queue';

const lane = fc.constantFrom<Lane>(1, 2, 3, 4);

describe('the task queue', () => {
  it('gives the lowest lane first, and within a lane the oldest, whatever came in between', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(lane, fc.constant('shift' as const)), { maxLength: 60 }), (steps) => {
        const queue = new TaskQueue<{ lane: Lane; number: number }>(100);
        const model: { lane: Lane; number: number }[] = [];
        for (const [number, step] of steps.entries()) {
          if (step === 'shift') {
            const [first] = [...model].sort((a, b) => a.lane - b.lane || a.number - b.number);
            if (first) model.splice(model.indexOf(first), 1);
            expect(queue.shift()).toEqual(first);
          } else {
            model.push({ lane: step, number });
            expect(queue.push(step, { lane: step, number })).toBe(true);
          }
          expect(queue.size).toBe(model.length);
        }
      }),
    );
  });

  it('takes nothing more when it is full, and loses nothing it has', () => {
    const queue = new TaskQueue<number>(3);
    expect([1, 2, 3, 4].map((item) => queue.push(4, item))).toEqual([true, true, true, false]);
    expect(queue.push(1, 9)).toBe(false);
    expect(queue.take((item) => item === 2)).toBe(2);
    expect(queue.push(1, 9)).toBe(true);
    expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual([9, 1, 3, undefined]);
  });
});
