import { describe, expect, it } from 'vitest';
import { allocateTicks } from '#domain/market/tick-batch';
import { TickFanOut } from '#engine/stream/tick-fan-out';

function batchOf(length: number) {
  const batch = allocateTicks(4);
  batch.length = length;
  return batch;
}

describe('TickFanOut', () => {
  it('gives every batch to everybody, numbered without gaps, though one of them throws each time', () => {
    const failures: string[] = [];
    const fanOut = new TickFanOut((name, error, sequence) =>
      failures.push(`${name} ${sequence} ${String(error)}`),
    );
    const seen: string[] = [];
    fanOut.add({ name: 'first', take: (batch, sequence) => seen.push(`first ${sequence} ${batch.length}`) });
    fanOut.add({
      name: 'broken',
      take: () => {
        throw new Error('no');
      },
    });
    const leave = fanOut.add({ name: 'last', take: (_, sequence) => seen.push(`last ${sequence}`) });
    expect([fanOut.publish(batchOf(2)), fanOut.publish(batchOf(0)), fanOut.publish(batchOf(1))]).toEqual([
      1, 1, 2,
    ]);
    leave();
    fanOut.publish(batchOf(3));
    expect(seen).toEqual(['first 1 2', 'last 1', 'first 2 1', 'last 2', 'first 3 3']);
    expect(failures).toEqual(['broken 1 Error: no', 'broken 2 Error: no', 'broken 3 Error: no']);
    expect([...fanOut.failures]).toEqual([['broken', 3]]);
    expect(fanOut.rows).toBe(6);
  });

  it('refuses to publish from within a batch, and goes on afterwards', () => {
    const fanOut = new TickFanOut(() => undefined);
    fanOut.add({ name: 'echo', take: (batch) => void fanOut.publish(batch) });
    expect(fanOut.publish(batchOf(1))).toBe(1);
    expect(fanOut.failures.get('echo')).toBe(1);
    expect(fanOut.publish(batchOf(1))).toBe(2);
  });
});
