import { allocateTicks, copyTick, type TickBatch } from '#domain/market/tick-batch';
import type { TickConsumer } from './tick-fan-out.ts';

/** Hands a consumer every row but those of slots that `isLeftOut` names; a batch that has none of them goes on as it is. */
export function leaveOut(consumer: TickConsumer, isLeftOut: (slot: number) => boolean): TickConsumer {
  let rest = allocateTicks(256);
  return {
    name: consumer.name,
    take(batch, sequence) {
      if (!holdsOne(batch, isLeftOut)) return consumer.take(batch, sequence);
      if (rest.capacity < batch.length) rest = allocateTicks(batch.length);
      rest.length = 0;
      for (let row = 0; row < batch.length; row++)
        if (!isLeftOut(batch.slot[row]!)) copyTick(batch, row, rest);
      if (rest.length > 0) consumer.take(rest, sequence);
    },
  };
}

function holdsOne({ slot, length }: TickBatch, isLeftOut: (slot: number) => boolean): boolean {
  for (let row = 0; row < length; row++) if (isLeftOut(slot[row]!)) return true;
  return false;
}
