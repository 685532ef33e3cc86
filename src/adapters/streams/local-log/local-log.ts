import { OctopusError, unknownName } from '#contract/errors';
import { partitionOf } from '#domain/values/murmur2';
import {
  deadLetterTopic,
  type EventStream,
  type PartitionState,
  type StoredRecord,
  type StreamRecord,
  type TopicOptions,
} from '#engine/ports/event-stream';
import { RecordHash } from '#engine/ports/hash-records';
import { LocalConsumption } from './local-consumption.ts';
import { openLogDatabase } from './log-database.ts';
import { decodeBatch, encodeBatch } from './record-batch.ts';

interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
  readonly keptMs: number | null;
  readonly bytesMax: number | null;
}

interface BatchRow {
  readonly first: number;
  readonly records: number;
  readonly body: Buffer;
}

/** Messages hashed at a time. */
const HASHED_AT_ONCE = 10_000;

/**
 * Topics in one SQLite file, for one machine. What is produced at once becomes one block a partition, in one
 * transaction with the partition's end. Consumers of this process are told of what comes.
 */
export function openLocalLog(path: string): EventStream {
  const database = openLogDatabase(path);
  const topics = new Map<string, Topic>();
  const listeners = new Map<string, Set<() => void>>();

  const selectTopics = database.prepare<[], Topic>(
    'SELECT id, name, partitions, kept_ms AS keptMs, bytes_max AS bytesMax FROM topics',
  );
  const upsertTopic = database.prepare(
    `INSERT INTO topics (name, partitions, kept_ms, bytes_max) VALUES (@name, @partitions, @keptMs, @bytesMax)
     ON CONFLICT (name) DO UPDATE SET kept_ms = excluded.kept_ms, bytes_max = excluded.bytes_max`,
  );
  const insertPartition = database.prepare(
    'INSERT OR IGNORE INTO partitions (topic, partition, end_offset, newest_time) VALUES (?, ?, 0, 0)',
  );
  const selectEnd = database
    .prepare<[number, number], number>('SELECT end_offset FROM partitions WHERE topic = ? AND partition = ?')
    .pluck();
  const updateEnd = database.prepare(
    'UPDATE partitions SET end_offset = ?, newest_time = max(newest_time, ?) WHERE topic = ? AND partition = ?',
  );
  const insertBatch = database.prepare(
    'INSERT INTO batches (topic, partition, first_offset, records, newest_time, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const selectStates = database.prepare<[number], PartitionState>(
    `SELECT p.partition, p.end_offset AS "end", coalesce(min(b.first_offset), p.end_offset) AS "first",
       coalesce(sum(length(b.body)), 0) AS bytes
     FROM partitions p LEFT JOIN batches b ON b.topic = p.topic AND b.partition = p.partition
     WHERE p.topic = ? GROUP BY p.partition ORDER BY p.partition`,
  );
  const selectBatches = database.prepare<[number, number, number, number, number], BatchRow>(
    `SELECT first_offset AS "first", records, body FROM batches WHERE topic = ? AND partition = ? AND first_offset >=
       coalesce((SELECT max(first_offset) FROM batches WHERE topic = ? AND partition = ? AND first_offset <= ?), 0)
     ORDER BY first_offset`,
  );
  const selectPlaces = database.prepare<[number, string], { partition: number; next: number }>(
    'SELECT partition, next_offset AS next FROM places WHERE topic = ? AND consumer_group = ?',
  );
  const upsertPlace = database.prepare(
    `INSERT INTO places (topic, consumer_group, partition, next_offset) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET next_offset = excluded.next_offset`,
  );
  const removeOld = database.prepare<[number, number, number], { records: number }>(
    `DELETE FROM batches WHERE topic = ? AND partition = ? AND newest_time + ? <
       (SELECT newest_time FROM partitions p WHERE p.topic = batches.topic AND p.partition = batches.partition)
     RETURNING records`,
  );
  const removeLarge = database.prepare<[number, number, number], { records: number }>(
    `DELETE FROM batches WHERE rowid IN (
       SELECT id FROM (
         SELECT rowid AS id, sum(length(body)) OVER (ORDER BY first_offset DESC) - length(body) AS above FROM batches
         WHERE topic = ? AND partition = ?
       ) WHERE above >= ?
     ) RETURNING records`,
  );

  function topicOf(name: string): Topic {
    const topic = topics.get(name);
    if (topic) return topic;
    for (const one of selectTopics.all()) topics.set(one.name, one);
    const found = topics.get(name);
    if (found) return found;
    throw new OctopusError('NOT_FOUND', unknownName('topic', name, [...topics.keys()]), { topic: name });
  }

  const open = database.transaction((name: string, { partitions, keptMs, bytesMax }: TopicOptions) => {
    const known = selectTopics.all().find((one) => one.name === name);
    if (known && known.partitions !== partitions)
      throw new OctopusError(
        'BAD_REQUEST',
        `topic ${name} has ${known.partitions} partitions, not ${partitions}; keys would move between them, make another topic`,
      );
    upsertTopic.run({ name, partitions, keptMs: keptMs ?? null, bytesMax: bytesMax ?? null });
    topics.delete(name);
    const { id } = topicOf(name);
    for (let partition = 0; partition < partitions; partition++) insertPartition.run(id, partition);
  });

  const append = database.transaction((topic: Topic, records: readonly StreamRecord[]) => {
    const parts: StreamRecord[][] = Array.from({ length: topic.partitions }, () => []);
    const known = new Map<string, StreamRecord[]>();
    for (const record of records) {
      let part = known.get(record.key);
      if (part === undefined) {
        part = parts[partitionOf(record.key, topic.partitions)]!;
        known.set(record.key, part);
      }
      part.push(record);
    }
    for (const [partition, part] of parts.entries()) {
      if (part.length === 0) continue;
      const first = selectEnd.get(topic.id, partition)!;
      const newest = part.reduce((latest, { time }) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
      insertBatch.run(topic.id, partition, first, part.length, newest, encodeBatch(part));
      updateEnd.run(first + part.length, newest, topic.id, partition);
    }
  });

  function read(
    name: string,
    partition: number,
    { from, limit }: { from: number; limit: number },
  ): StoredRecord[] {
    const { id } = topicOf(name);
    const found: StoredRecord[] = [];
    for (const { first, body, records } of selectBatches.iterate(id, partition, id, partition, from)) {
      const skip = Math.max(0, from - first);
      if (skip >= records) continue;
      const part = decodeBatch(body, { skip, limit: limit - found.length });
      for (const [i, record] of part.entries())
        found.push({ ...record, partition, offset: first + skip + i });
      if (found.length >= limit) break;
    }
    return found;
  }

  const trim = database.transaction(({ id, partitions, keptMs, bytesMax }: Topic) => {
    let removed = 0;
    for (let partition = 0; partition < partitions; partition++) {
      if (keptMs !== null) for (const { records } of removeOld.all(id, partition, keptMs)) removed += records;
      if (bytesMax !== null)
        for (const { records } of removeLarge.all(id, partition, bytesMax)) removed += records;
    }
    return removed;
  });

  function committed(name: string, group: string): number[] {
    const { id, partitions } = topicOf(name);
    const places = new Map(selectPlaces.all(id, group).map(({ partition, next }) => [partition, next]));
    return Array.from({ length: partitions }, (_, partition) => places.get(partition) ?? 0);
  }

  function produce(name: string, records: readonly StreamRecord[]): void {
    append.immediate(topicOf(name), records);
    for (const listener of listeners.get(name) ?? []) listener();
  }

  const stream: EventStream = {
    openTopic: async (name, options) => open.immediate(name, options),
    produce: async (name, records) => produce(name, records),
    partitions: async (name) => selectStates.all(topicOf(name).id),
    read: async (name, partition, range) => read(name, partition, range),
    committed: async (name, group) => committed(name, group),
    async consume(consumption) {
      const { topic: name, group } = consumption;
      const { id, partitions } = topicOf(name);
      const letters = deadLetterTopic(name);
      open.immediate(letters, { partitions: 1 });
      return LocalConsumption.start(consumption, {
        partitions,
        committed: () => committed(name, group),
        ends: () => Array.from({ length: partitions }, (_, partition) => selectEnd.get(id, partition)!),
        read: (partition, range) => read(name, partition, range),
        commit: (partition, next) => upsertPlace.run(id, group, partition, next),
        deadLetter: (record) => produce(letters, [record]),
        onProduced(listener) {
          const all = listeners.get(name) ?? new Set();
          listeners.set(name, all.add(listener));
          return () => all.delete(listener);
        },
      });
    },
    async rangeHash(name, partition, { from, to }) {
      const hash = new RecordHash();
      for (let next = from; next < to; ) {
        const records = read(name, partition, { from: next, limit: Math.min(HASHED_AT_ONCE, to - next) });
        const within = records.filter(({ offset }) => offset < to);
        if (within.length === 0) break;
        hash.add(within);
        next = within.at(-1)!.offset + 1;
      }
      return hash.hex();
    },
    trim: async (name) => trim.immediate(topicOf(name)),
    async close() {
      if (database.open) database.close();
    },
  };
  return stream;
}
