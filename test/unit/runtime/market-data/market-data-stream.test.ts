import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocalLog } from '#adapters/streams/local-log/local-log';
import { type MarketDataMessage, parseMarketDataMessage } from '#contract/stream/market-data-message';
import { topics } from '#contract/topics';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { EventStream } from '#engine/ports/event-stream';
import { MarketDataConsumer } from '#runtime/market-data/market-data-consumer';
import { MarketDataProducer } from '#runtime/market-data/market-data-producer';
import { temporaryFolder } from '#test/support/temporary-folder';

const TOPIC = topics.marketDataStream;

async function messages(stream: EventStream): Promise<MarketDataMessage[]> {
  const found: MarketDataMessage[] = [];
  for (const { partition, end } of await stream.partitions(TOPIC))
    for (const { value } of await stream.read(TOPIC, partition, { from: 0, limit: end }))
      found.push(parseMarketDataMessage(value));
  return found.sort((a, b) => a.sequence! - b.sequence!);
}

function producerOf(stream: EventStream, more: { waitingMax?: number } = {}) {
  const clock = new SimulatedClock(0);
  const problems: unknown[] = [];
  const producer = new MarketDataProducer({
    stream,
    clock,
    onProblem: (error) => problems.push(error),
    ...more,
  });
  return { clock, problems, producer };
}

describe('producer', () => {
  it('writes within its linger and repeats no number after a stop, a start and a restart', async () => {
    const path = join(temporaryFolder(), 'stream.sqlite');
    let stream = openLocalLog(path);
    const { producer, clock } = producerOf(stream);
    expect(producer.publish('A', { price: 1, timestamp: 1 })).toBe(false);
    await producer.start();
    for (let i = 0; i < 10; i++) producer.publish(`S${i}`, { price: i, timestamp: i, kind: 'trade' });
    clock.advance(20);
    await producer.flush();
    expect(await messages(stream)).toHaveLength(10);
    producer.publish('A', { price: 5, timestamp: 11 });
    await producer.stop();
    await producer.start();
    producer.publish('A', { price: 6, timestamp: 12 });
    await producer.stop();
    await stream.close();
    stream = openLocalLog(path);
    const again = producerOf(stream).producer;
    await again.start();
    again.publish('B', { price: 7, timestamp: 13 });
    await again.stop();
    const all = await messages(stream);
    expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(all.at(-1)).toEqual({ version: 2, symbol: 'B', price: 7, timestamp: 13, sequence: 12 });
    await stream.close();
  });

  it('keeps what could not be written for the next time, and refuses what is too much', async () => {
    const path = join(temporaryFolder(), 'stream.sqlite');
    const log = openLocalLog(path);
    let isFull = true;
    const stream: EventStream = {
      ...log,
      produce: (topic, records) =>
        isFull ? Promise.reject(new Error('disk full')) : log.produce(topic, records),
    };
    const { producer, problems } = producerOf(stream, { waitingMax: 3 });
    await producer.start();
    for (let i = 0; i < 5; i++) producer.publish('A', { price: i, timestamp: i });
    await producer.flush();
    expect(problems).toHaveLength(1);
    expect(producer.dropped).toBe(2);
    isFull = false;
    await producer.stop();
    expect((await messages(log)).map(({ price }) => price)).toEqual([0, 1, 2]);
    await log.close();
  });
});

describe('consumer', () => {
  it('hands on good messages, old ones too, and sends bad ones to the dead letters', async () => {
    const stream = openLocalLog(join(temporaryFolder(), 'stream.sqlite'));
    await stream.openTopic(TOPIC, { partitions: 4 });
    const values = [
      '{"symbol":"A","price":1.5,"timestamp":10}',
      'not json',
      '{"symbol":"A","price":"high","timestamp":11}',
      '{"version":3,"symbol":"A","price":2,"timestamp":12,"venueFlag":"new"}',
    ];
    await stream.produce(
      TOPIC,
      values.map((value) => ({ key: 'A', value, time: 0 })),
    );
    const got: MarketDataMessage[] = [];
    const consumer = new MarketDataConsumer({
      stream,
      clock: new SimulatedClock(0),
      group: 'cache',
      onMessage: (message) => {
        got.push(message);
      },
    });
    await consumer.start();
    while ((await consumer.state())?.lag !== 0) await new Promise(setImmediate);
    expect(got).toEqual([
      { version: 1, symbol: 'A', price: 1.5, timestamp: 10 },
      { version: 3, symbol: 'A', price: 2, timestamp: 12 },
    ]);
    expect(await consumer.state()).toMatchObject({ processed: 2, deadLettered: 2 });
    await consumer.stop();
    expect(await consumer.state()).toBeNull();
    await stream.close();
  });

  it('raises at most one task a symbol in each window, in a burst too', async () => {
    const clock = new SimulatedClock(0);
    const stream = openLocalLog(join(temporaryFolder(), 'stream.sqlite'));
    const tasks: string[] = [];
    const consumer = new MarketDataConsumer({
      stream,
      clock,
      group: 'tasks',
      onMessage: () => undefined,
      triggerTask: (symbol) => tasks.push(symbol),
      throttleMs: 1_000,
    });
    const burst = async () => {
      for (let i = 0; i < 100; i++)
        for (const symbol of ['A', 'B'])
          await consumer.processMessage(JSON.stringify({ symbol, price: i, timestamp: i }));
    };
    await burst();
    clock.advance(999);
    await burst();
    expect(tasks).toEqual(['A', 'B']);
    clock.advance(1);
    await burst();
    expect(tasks).toEqual(['A', 'B', 'A', 'B']);
    await stream.close();
  });
});
