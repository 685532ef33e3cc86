import { implement } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '#contract/contract';
import { OctopusError } from '#contract/errors';
import type { ChannelMessage } from '#contract/rpc/channel';
import { connectEngine, type EngineClient } from '#contract/rpc/connect-channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { SystemHealth } from '#contract/services/system';
import { type ChannelEnds, transports } from './rpc-transports.ts';

interface TestContext {
  readonly events: string[];
}

const health: SystemHealth = {
  time: 0,
  journalRecords: 0,
  isJournalVerified: true,
  storeBytes: 0,
  ticksPerSecond: 0,
  engineDelayMsP99: 0,
  memoryBytes: 0,
  workers: [],
  queuedTasks: 0,
};

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}

const api = implement(contract).$context<TestContext>();
const router = {
  system: {
    ping: api.system.ping.handler(({ input }) => input),
    info: api.system.info.handler(async ({ signal, context }) => {
      context.events.push('info started');
      return untilAborted(signal).finally(() => context.events.push('info cancelled'));
    }),
    health: api.system.health.handler(() => {
      throw new RangeError('disk gauge is out of range');
    }),
    watchHealth: api.system.watchHealth.handler(async function* ({ context }) {
      try {
        for (let time = 0; time < 20_000; time++) yield { ...health, time };
      } finally {
        context.events.push('generator ended');
      }
    }),
  },
  session: {
    get: api.session.get.handler(() => {
      throw new OctopusError('UNKNOWN_SYMBOL', 'unknown symbol "APPL"; did you mean AAPL?', {
        nearest: ['AAPL'],
      });
    }),
    watch: api.session.watch.handler(async function* ({ context, signal }) {
      context.events.push('watch started');
      try {
        await untilAborted(signal);
        yield* [];
      } finally {
        context.events.push('watch ended');
      }
    }),
  },
  agents: {
    watch: api.agents.watch.handler(async function* () {
      yield { kind: 'snapshot' as const, items: [] };
      throw new OctopusError('STORE_FAILURE', 'the store is full; free some space', { path: 'octopus.db' });
    }),
  },
};

describe.each(Object.entries(transports))('RPC over %s', (_name, open) => {
  let ends: ChannelEnds;
  let client: EngineClient;
  let events: string[];
  let logged: string[];

  beforeEach(async () => {
    ends = await open();
    events = [];
    logged = [];
    const log = {
      warn: (text: string) => void logged.push(text),
      error: (text: string) => void logged.push(text),
    };
    serveChannel(router, ends.server, { events }, { log, messageLengthMax: 100_000 });
    client = connectEngine(ends.client);
  });
  afterEach(() => ends.dispose());

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  async function failure(promise: PromiseLike<unknown>): Promise<OctopusError> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof OctopusError) return error;
      throw error;
    }
    throw new Error('the call was answered');
  }

  test('a call is answered', async () => {
    expect(await client.system.ping({ value: 41.5 })).toEqual({ value: 41.5 });
  });

  test('many calls at once get each its own answer', async () => {
    const values = Array.from({ length: 500 }, (_, value) => value);
    expect(await Promise.all(values.map((value) => client.system.ping({ value })))).toEqual(
      values.map((value) => ({ value })),
    );
  });

  test('a typed error keeps code, message and details', async () => {
    const error = await failure(client.session.get());
    expect({ code: error.code, message: error.message, details: error.details }).toEqual({
      code: 'UNKNOWN_SYMBOL',
      message: 'unknown symbol "APPL"; did you mean AAPL?',
      details: { nearest: ['AAPL'] },
    });
  });

  test('an unforeseen error keeps its message and is logged', async () => {
    const error = await failure(client.system.health());
    expect(error.code).toBe('INTERNAL_SERVER_ERROR');
    expect(error.message).toBe('system.health failed: disk gauge is out of range');
    expect(error.details).toEqual({ name: 'RangeError' });
    expect(logged).toEqual(['system.health failed: disk gauge is out of range']);
  });

  test('input that does not fit is refused with a readable sentence', async () => {
    const error = await failure(client.system.ping({ value: 'five' } as unknown as { value: number }));
    expect(error.code).toBe('BAD_REQUEST');
    expect(error.message).toBe('system.ping: value: Invalid input: expected number, received string');
    expect(error.details).toEqual({
      issues: [{ path: 'value', message: 'Invalid input: expected number, received string' }],
    });
  });

  test('an unknown method is named with its neighbours', async () => {
    const { pong } = client.system as unknown as { pong: (input: unknown) => Promise<unknown> };
    const error = await failure(pong({}));
    expect(error.code).toBe('NOT_FOUND');
    expect(error.message).toContain('unknown method "system.pong"; did you mean system.ping');
  });

  test('cancelling reaches the running handler', async () => {
    const controller = new AbortController();
    const call = client.system.info(undefined, { signal: controller.signal });
    await until(() => events.includes('info started'));
    controller.abort(new Error('the person changed their mind'));
    await expect(call).rejects.toThrow('the person changed their mind');
    await until(() => events.includes('info cancelled'));
  });

  test('a time-out is told and cancels the handler', async () => {
    const error = await failure(client.system.info(undefined, { context: { timeoutMs: 20 } }));
    expect(error.code).toBe('TIMEOUT');
    expect(error.message).toContain('system.info: no answer within 20 ms');
    await until(() => events.includes('info cancelled'));
  });

  test('20,000 events arrive in order, past the time-out of calls', async () => {
    let next = 0;
    for await (const event of await client.system.watchHealth(undefined, { context: { timeoutMs: 5_000 } })) {
      if (event.time !== next++) throw new Error(`event ${event.time} came where ${next - 1} was due`);
    }
    expect(next).toBe(20_000);
    await until(() => events.includes('generator ended'));
  });

  test('leaving the loop ends the generator', async () => {
    for await (const event of await client.system.watchHealth()) if (event.time === 3) break;
    await until(() => events.includes('generator ended'));
  });

  test('leaving a silent iterator ends its generator too', async () => {
    const iterator = await client.session.watch();
    const first = iterator.next();
    await until(() => events.includes('watch started'));
    await iterator.return(undefined);
    await until(() => events.includes('watch ended'));
    await first.catch(() => undefined);
  });

  test('an error inside an iterator arrives after the events before it', async () => {
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const event of await client.agents.watch()) seen.push(event);
    };
    const error = await failure(loop());
    expect(seen).toEqual([{ kind: 'snapshot', items: [] }]);
    expect([error.code, error.message, error.details]).toEqual([
      'STORE_FAILURE',
      'the store is full; free some space',
      { path: 'octopus.db' },
    ]);
  });

  test.each(['client', 'server'] as const)(
    'closing the %s end rejects what is pending and what comes after',
    async (end) => {
      const pending = client.system.info();
      await until(() => events.includes('info started'));
      const iterator = await client.session.watch();
      const event = iterator.next();
      ends[end].close();
      const error = await failure(pending);
      expect(error.code).toBe('CHANNEL_CLOSED');
      expect(error.message).toContain('system.info was not answered');
      expect((await failure(event)).code).toBe('CHANNEL_CLOSED');
      expect((await failure(client.system.ping({ value: 1 }))).code).toBe('CHANNEL_CLOSED');
      await until(() => events.includes('info cancelled'));
    },
  );

  test('garbage is logged and ignored; the next call is answered', async () => {
    const garbage: ChannelMessage[] = [
      '',
      'not json',
      '{"i":"1","p":{"u":"/system/ping"',
      'null',
      '[]',
      '{"i":7}',
      '{"i":"1","p":null}',
      '{"i":"1","p":{"u":5}}',
      '{"i":"1","p":{"u":"http://"}}',
      '{"i":"9","t":99,"p":{}}',
      '{"i":"9","t":3,"p":{"e":"explode"}}',
      new Uint8Array([0, 255, 1, 254]).buffer,
    ];
    for (const message of garbage) ends.client.post(message);
    expect(await client.system.ping({ value: 1 })).toEqual({ value: 1 });
    expect(logged).toHaveLength(garbage.length);
  });

  test('calls with hostile bodies are refused, not fatal', async () => {
    const bodies = [
      'null',
      '{"json":1,"meta":[[1,"__proto__","x"]]}',
      '{"json":{"value":1},"meta":"x"}',
      '7',
      '{"json":{"value":{"__proto__":1}}}',
    ];
    bodies.forEach((body, index) => {
      ends.client.post(`{"i":"hostile ${index}","p":{"u":"/system/ping","b":${body}}}`);
    });
    ends.client.post('{"i":"stream","p":{"u":"/system/ping","h":{"content-type":"text/event-stream"}}}');
    ends.client.post('{"i":"stream","t":3,"p":{"e":"message","d":5}}');
    expect(await client.system.ping({ value: 1 })).toEqual({ value: 1 });
  });

  test('a client that sends only garbage is cut off', async () => {
    const closed = new Promise<void>((resolve) => ends.client.onClose(resolve));
    for (let i = 0; i < 20; i++) ends.client.post(`garbage ${i}`);
    await closed;
  });

  test('too long a message closes the channel', async () => {
    const closed = new Promise<void>((resolve) => ends.client.onClose(resolve));
    ends.client.post('x'.repeat(100_001));
    await closed;
    expect(logged[0]).toContain('100001 characters where at most 100000 are taken');
  });
});
