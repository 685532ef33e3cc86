import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostedProcess, ProcessHost } from '#engine/ports/process-host';
import { createInProcessHost } from '#runtime/processes/in-process-host';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { serveEcho } from '../support/echo-worker.ts';

const hosts: Record<string, () => ProcessHost> = {
  'child process': () =>
    createNodeProcessHost({
      entry: fileURLToPath(new URL('../support/echo-worker-entry.ts', import.meta.url)),
    }),
  'in process': () => createInProcessHost(serveEcho),
};

describe.each(Object.entries(hosts))('a worker hosted %s', (_name, createHost) => {
  let worker: HostedProcess;
  let received: unknown[];
  let arrived: () => void;
  let exit: Promise<{ code: number | null; signal: string | null }>;

  beforeEach(() => {
    worker = createHost().spawn('worker', 'worker-1');
    received = [];
    arrived = () => undefined;
    worker.channel.onMessage((message) => {
      received.push(message);
      arrived();
    });
    exit = new Promise((resolve) => worker.onExit((code, signal) => resolve({ code, signal })));
  });
  afterEach(() => worker.kill());

  async function untilReceived(count: number): Promise<void> {
    while (received.length < count) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
  }

  test('says it is ready, then answers in order', async () => {
    for (let i = 0; i < 50; i++) worker.channel.post(i);
    await untilReceived(51);
    expect(received).toEqual(['ready', ...Array.from({ length: 50 }, (_, got) => ({ got }))]);
  });

  test('typed arrays stay typed arrays both ways, nested ones too', async () => {
    const part = new Float64Array([0, 1.5, Number.NaN, -2]).subarray(1);
    worker.channel.post(part);
    worker.channel.post({ close: part, flags: new Uint8Array([1, 2]), when: new Map([['a', 1n]]) });
    await untilReceived(3);
    expect(received.slice(1)).toEqual([
      new Float64Array([3, Number.NaN, -4]),
      {
        got: {
          close: new Float64Array([1.5, Number.NaN, -2]),
          flags: new Uint8Array([1, 2]),
          when: new Map([['a', 1n]]),
        },
      },
    ]);
  });

  test('a message is a copy: changing it after posting does not reach the other side', async () => {
    const values = new Float64Array([1, 2]);
    worker.channel.post(values);
    values.fill(9);
    await untilReceived(2);
    expect(received[1]).toEqual(new Float64Array([2, 4]));
  });

  test('an exit is told once, with its code, after the last words', async () => {
    let told = 0;
    worker.onExit(() => told++);
    worker.channel.post({ exit: 7 });
    expect(await exit).toEqual({ code: 7, signal: null });
    expect(received.at(-1)).toBe('last words');
    worker.kill();
    await new Promise(setImmediate);
    expect(told).toBe(1);
  });

  test('killing it is told as a signal, and posting to the dead does nothing', async () => {
    await untilReceived(1);
    worker.kill();
    expect(await exit).toEqual({ code: null, signal: 'SIGKILL' });
    worker.channel.post('hello?');
    worker.kill();
    await new Promise(setImmediate);
    expect(received).toEqual(['ready']);
  });

  test('a listener that comes after the end is still told', async () => {
    worker.kill();
    await exit;
    expect(await new Promise((resolve) => worker.onExit((_code, signal) => resolve(signal)))).toBe('SIGKILL');
  });
});

test('a worker whose binary is missing is told as an exit that names why', async () => {
  const worker = createNodeProcessHost({ entry: 'worker.ts', node: '/nowhere/node' }).spawn('worker', 'w');
  expect(await new Promise((resolve) => worker.onExit((code, signal) => resolve({ code, signal })))).toEqual({
    code: null,
    signal: 'ENOENT',
  });
});
