import { describe, expect, it } from 'vitest';
import { OctopusError } from '#contract/errors';
import { deadLetterTopic, type EventStream, type StoredRecord } from '#engine/ports/event-stream';
import { hashRecords } from '#engine/ports/hash-records';

const KEYS = Array.from({ length: 40 }, (_, i) => `SYM${i}`);

function records(count: number, from = 0) {
  return Array.from({ length: count }, (_, i) => ({
    key: KEYS[(from + i) % KEYS.length]!,
    value: `{"n":${from + i},"é":"…"}`,
    time: 1_000 + (from + i) / 8,
  }));
}

async function everything(stream: EventStream, topic: string): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (const { partition, first, end } of await stream.partitions(topic))
    found.push(...(await stream.read(topic, partition, { from: first, limit: end - first })));
  return found;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** What every event stream has to promise. `open` opens the same stream again each time within a test. */
export function eventStreamContract(name: string, setUp: () => { open: () => Promise<EventStream> }): void {
  describe(`event stream: ${name}`, () => {
    it('gives back what was produced: nothing lost, changed or twice, in order for each key over 4 partitions', async () => {
      const stream = await setUp().open();
      await stream.openTopic('t', { partitions: 4 });
      const sent = records(100_000);
      for (let at = 0; at < sent.length; at += 7_000) await stream.produce('t', sent.slice(at, at + 7_000));
      const found = await everything(stream, 't');
      expect(found).toHaveLength(sent.length);
      for (const key of KEYS) {
        const got = found.filter((one) => one.key === key);
        expect(new Set(got.map(({ partition }) => partition)).size).toBe(1);
        expect(got.map(({ value, time }) => [value, time])).toEqual(
          sent.filter((one) => one.key === key).map(({ value, time }) => [value, time]),
        );
      }
      const states = await stream.partitions('t');
      expect(states.filter(({ end }) => end > 0)).toHaveLength(4);
      for (const { partition, end } of states) {
        const offsets = found.filter((one) => one.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(Array.from({ length: end }, (_, i) => i));
      }
      await stream.close();
    });

    it('reads from any offset', async () => {
      const stream = await setUp().open();
      await stream.openTopic('t', { partitions: 1 });
      await stream.produce('t', records(10));
      await stream.produce('t', records(10, 10));
      const offsets = async (from: number, limit: number) =>
        (await stream.read('t', 0, { from, limit })).map(({ offset }) => offset);
      expect(await offsets(8, 4)).toEqual([8, 9, 10, 11]);
      expect(await offsets(19, 5)).toEqual([19]);
      expect(await offsets(20, 5)).toEqual([]);
      await stream.close();
    });

    it('keeps topics over a restart, refuses another number of partitions, and knows no other topic', async () => {
      const { open } = setUp();
      const first = await open();
      await first.openTopic('t', { partitions: 4 });
      await first.produce('t', records(5));
      await first.close();
      const stream = await open();
      await stream.openTopic('t', { partitions: 4 });
      await stream.produce('t', records(5, 5));
      expect(await everything(stream, 't')).toHaveLength(10);
      await expect(stream.openTopic('t', { partitions: 8 })).rejects.toThrow(/4 partitions, not 8/);
      await expect(stream.produce('tt', records(1))).rejects.toThrow(OctopusError);
      await stream.close();
    });

    it('a consumer goes on at its place after a stop, and groups do not see one another', async () => {
      const { open } = setUp();
      let stream = await open();
      await stream.openTopic('t', { partitions: 4 });
      await stream.produce('t', records(1_000));
      const seen: string[] = [];
      const consume = () =>
        stream.consume({
          topic: 't',
          group: 'g',
          batchMax: 100,
          process: ({ value }) => {
            seen.push(value);
          },
        });
      const running = await consume();
      await until(async () => seen.length >= 300);
      await running.stop();
      const stoppedAt = seen.length;
      expect((await stream.committed('t', 'g')).reduce((sum, place) => sum + place, 0)).toBe(stoppedAt);
      await stream.close();
      stream = await open();
      const again = await consume();
      await stream.produce('t', records(500, 1_000));
      await until(async () => (await again.state()).lag === 0);
      expect(seen).toHaveLength(1_500);
      expect(new Set(seen).size).toBe(1_500);
      expect(await stream.committed('t', 'other')).toEqual([0, 0, 0, 0]);
      await again.stop();
      await stream.close();
    });

    it('a message that cannot be processed goes to the dead letters with its reason, and the next follows', async () => {
      const stream = await setUp().open();
      await stream.openTopic('t', { partitions: 1 });
      await stream.produce('t', records(3));
      const seen: number[] = [];
      const running = await stream.consume({
        topic: 't',
        group: 'g',
        process: async ({ offset }) => {
          if (offset === 1) throw new Error('price is missing');
          seen.push(offset);
        },
      });
      await until(async () => (await running.state()).lag === 0);
      await until(async () => (await stream.committed('t', 'g'))[0] === 3);
      expect(seen).toEqual([0, 2]);
      expect(await running.state()).toMatchObject({ processed: 2, deadLettered: 1, problem: null });
      const [letter] = await everything(stream, deadLetterTopic('t'));
      expect(JSON.parse(letter!.value)).toEqual({
        group: 'g',
        partition: 0,
        offset: 1,
        reason: 'price is missing',
        value: records(3)[1]!.value,
      });
      await running.stop();
      await stream.close();
    });

    it('removes what is too old and what is too much, and offsets go on', async () => {
      const stream = await setUp().open();
      await stream.openTopic('old', { partitions: 1, keptMs: 100 });
      for (let i = 0; i < 10; i++) await stream.produce('old', [{ key: 'a', value: 'x', time: i * 50 }]);
      expect(await stream.trim('old')).toBe(7);
      await stream.openTopic('large', { partitions: 1, bytesMax: 5_000 });
      for (let i = 0; i < 10; i++)
        await stream.produce('large', [{ key: 'a', value: 'x'.repeat(1_000), time: i }]);
      expect(await stream.trim('large')).toBeGreaterThan(0);
      const [state] = await stream.partitions('large');
      expect(state!.end).toBe(10);
      expect(state!.bytes).toBeLessThan(6_500);
      expect((await stream.read('large', 0, { from: 0, limit: 1 }))[0]?.offset).toBe(state!.first);
      await stream.close();
    });

    it('hashes a range as anybody would who holds the same messages', async () => {
      const stream = await setUp().open();
      await stream.openTopic('t', { partitions: 1 });
      const sent = records(300);
      await stream.produce('t', sent.slice(0, 100));
      await stream.produce('t', sent.slice(100));
      expect(await stream.rangeHash('t', 0, { from: 50, to: 250 })).toBe(hashRecords(sent.slice(50, 250)));
      expect(await stream.rangeHash('t', 0, { from: 50, to: 249 })).not.toBe(
        hashRecords(sent.slice(50, 250)),
      );
      await stream.close();
    });
  });
}
