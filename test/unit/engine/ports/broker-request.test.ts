import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { addressFault, createTimedFetch, isCertainlyUnsent, lineFailure } from '#engine/ports/broker-request';
import { countedClock, until } from '#test/support/counted-clock';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function listen(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const opened = createServer(answer ?? (() => undefined));
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}/`;
}

/** The error of a request, and how many timers it left behind. */
async function failureOf(url: string, ending = new AbortController()) {
  const clock = countedClock(0);
  const ask = createTimedFetch({ clock, fetch, timeoutMs: 5_000, signal: ending.signal });
  let error: unknown;
  void ask(url, { method: 'POST', body: '{}' }).catch((thrown: unknown) => {
    error = thrown;
  });
  await until(clock, () => error !== undefined);
  return { error, timers: clock.timers() };
}

describe('a request to a broker', () => {
  it('is certainly unsent when nobody listens', async () => {
    const url = await listen(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    const { error, timers } = await failureOf(url);
    expect(isCertainlyUnsent(error)).toBe(true);
    expect(lineFailure(error)).toBe('it could not be reached (ECONNREFUSED)');
    expect(timers).toBe(0);
  });

  it('is of unknown outcome when the line ends before the answer', async () => {
    const url = await listen((request) => request.socket.destroy());
    const { error } = await failureOf(url);
    expect(isCertainlyUnsent(error)).toBe(false);
    expect(lineFailure(error)).toMatch(/^the connection ended before it answered/);
  });

  it('is of unknown outcome when no answer comes in time, also when half of it came', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    const { error, timers } = await failureOf(url);
    expect(isCertainlyUnsent(error)).toBe(false);
    expect(lineFailure(error)).toBe('no answer within 5 seconds');
    expect(timers).toBe(0);
  });

  it('is answered by a redirect as it stands: keys are not carried elsewhere', async () => {
    let count = 0;
    const url = await listen((_, response) => {
      count++;
      response.writeHead(307, { location: '/elsewhere' });
      response.end();
    });
    const ask = createTimedFetch({
      clock: countedClock(0),
      fetch,
      timeoutMs: 5_000,
      signal: new AbortController().signal,
    });
    expect((await ask(url, { method: 'POST', body: '{}' })).status).toBe(307);
    expect(count).toBe(1);
  });

  it.each([
    ['https://api.example.com/v1', true],
    ['wss://api.example.com/stream', true],
    ['http://127.0.0.1:7000', true],
    ['ws://localhost:7000', true],
    ['http://api.example.com', false],
    ['ws://10.0.0.5', false],
    ['http://localhost.example.com', false],
    ['https://user:word@api.example.com', false],
    ['ftp://127.0.0.1', false],
    ['not an address', false],
  ])('goes to %s: %s', (address, isTaken) => {
    expect(addressFault(address) === null).toBe(isTaken);
    expect(addressFault(address) ?? '').not.toContain('word@');
  });
});
