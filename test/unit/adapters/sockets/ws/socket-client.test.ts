import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineTime } from '#adapters/sockets/ws/line-time';
import { createSocketClient } from '#adapters/sockets/ws/socket-client';
import type { SocketLine } from '#engine/ports/socket-client';
import { countedClock, until } from '#test/support/counted-clock';
import { quietLog } from '#test/support/quiet-log';
import { type StreamServer, startStreamServer } from '#test/support/streams/stream-server';

const START = Date.parse('2024-01-10T12:00:00Z');
const SECRET = 'p&ss/w rd-1234';

describe('a socket client', () => {
  let server: StreamServer;
  const lines: SocketLine[] = [];
  beforeEach(async () => {
    server = await startStreamServer();
  });
  afterEach(async () => {
    for (const line of lines.splice(0)) line.close();
    await server.close();
  });

  function connect({ bytesMax = 1_000, handshakeMs = 5_000, baseUrl = `${server.url}/` } = {}) {
    const clock = countedClock(START);
    const log = quietLog();
    const heard = {
      opened: 0,
      attempts: [] as number[],
      messages: [] as string[],
      lost: [] as [string, number | null][],
    };
    const client = createSocketClient({
      provider: 'Vendor',
      baseUrl,
      clock,
      random: () => 1,
      log,
      userAgent: 'Octopus test',
      bytesMax,
      handshakeMs,
    });
    const line = client.connect(
      { path: '/feed?format=json', secretQuery: { token: SECRET }, idleMs: 20_000 },
      {
        connecting: (attempt) => heard.attempts.push(attempt),
        opened: () => {
          heard.opened++;
        },
        message: (bytes) => heard.messages.push(Buffer.from(bytes).toString('latin1')),
        lost: (reason, retryTime) => heard.lost.push([reason, retryTime]),
      },
    );
    lines.push(line);
    return { clock, log, heard, line, until: (isSo: () => boolean) => until(clock, isSo) };
  }

  it.each([
    'http://127.0.0.1',
    'ws://vendor.example',
    'ws://10.0.0.1',
    'ws://127.0.0.1.vendor.example',
    'wss://person@vendor.example',
    'wss://vendor.example?x=1',
    'wss://vendor.example#x',
    'vendor.example',
    '',
  ])('refuses the address %j', (baseUrl) => {
    const ports = { clock: countedClock(START), random: () => 0, log: quietLog(), userAgent: 'x' };
    expect(() => createSocketClient({ ...ports, provider: 'Vendor', baseUrl })).toThrow(/^Vendor: .+wss.+; /);
  });

  it.each(['wss://vendor.example', 'wss://vendor.example:9443/', 'ws://localhost:1', 'ws://[::1]:1'])(
    'takes the address %j',
    (baseUrl) => {
      const ports = { clock: countedClock(START), random: () => 0, log: quietLog(), userAgent: 'x' };
      expect(createSocketClient({ ...ports, provider: 'Vendor', baseUrl })).toHaveProperty('connect');
    },
  );

  it('joins path, query and secrets, and sends what it is given', async () => {
    const { heard, line, until } = connect();
    expect(line.send('early')).toBe(false);
    await until(() => heard.opened === 1);
    const [url] = server.attempts;
    expect([url!.pathname, url!.searchParams.get('format'), url!.searchParams.get('token')]).toEqual([
      '/feed',
      'json',
      SECRET,
    ]);
    expect(line.send('hello')).toBe(true);
    await until(() => server.said.join() === 'hello');
    line.close();
    expect(line.send('late')).toBe(false);
  });

  it('hands bytes on as they are, text or not', async () => {
    const { heard, until } = connect();
    await until(() => heard.opened === 1);
    server.send(Uint8Array.from([0, 255, 128, 10]));
    server.send('é');
    await until(() => heard.messages.length === 2);
    expect(heard.messages).toEqual(['\u0000\u00ff\u0080\n', '\u00c3\u00a9']);
  });

  it('ends a connection that sends more than it takes, and makes it anew', async () => {
    const { heard, until } = connect({ bytesMax: 100 });
    await until(() => heard.opened === 1);
    server.send('x'.repeat(100));
    server.send('x'.repeat(101));
    await until(() => heard.opened === 2);
    expect(heard.messages).toEqual(['x'.repeat(100)]);
    expect(heard.lost.map(([reason]) => reason)).toEqual(['Vendor: a message is longer than 100 bytes']);
  });

  it('does not wait for ever for a connection', async () => {
    const silent = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { clock, heard, line, until } = connect({
      handshakeMs: 200,
      baseUrl: `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    });
    await until(() => heard.lost.length === 1);
    expect(heard.lost[0]![0]).toBe('Vendor: no connection within 0.2 seconds');
    clock.advance(500);
    await until(() => heard.lost.length === 2);
    expect(heard.attempts).toEqual([1, 2]);
    line.close();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('goes on trying where nobody listens', async () => {
    await server.close();
    const { clock, heard, until } = connect();
    await until(() => heard.lost.length === 1);
    expect(heard.lost[0]![0]).toContain('it could not be reached (ECONNREFUSED)');
    clock.advance(500);
    await until(() => heard.lost.length === 2);
  });

  it('counts attempts from the last connection that lasted', async () => {
    const { clock, heard, until } = connect();
    await until(() => heard.opened === 1);
    server.drop();
    await until(() => heard.lost.length === 1);
    clock.advance(500);
    await until(() => heard.opened === 2);
    expect(heard.attempts).toEqual([1, 2]);
    // Lasting: half a minute, in which pings are answered.
    for (let second = 0; second < 31; second++) {
      clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    server.drop();
    await until(() => heard.lost.length === 2);
    expect(heard.lost[1]![1]).toBe(clock.now() + 500);
    clock.advance(500);
    await until(() => heard.opened === 3);
    expect(heard.attempts).toEqual([1, 2, 1]);
  });

  it('makes a lasting connection anew at once when asked to, and a fresh one after a wait', async () => {
    const { clock, heard, line, until } = connect();
    await until(() => heard.opened === 1);
    line.reconnect('nonsense');
    expect(heard.lost).toEqual([['Vendor: nonsense', clock.now() + 500]]);
    line.reconnect('again');
    expect(heard.lost).toHaveLength(1);
    clock.advance(500);
    await until(() => heard.opened === 2);
    for (let second = 0; second < 31; second++) {
      clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    line.reconnect('nonsense');
    expect(heard.lost[1]).toEqual(['Vendor: nonsense', clock.now()]);
    await until(() => heard.opened === 3);
  });

  it('shows no secret, in any form, in what it says', async () => {
    const { heard, log, line, until } = connect();
    await until(() => heard.opened === 1);
    line.reconnect(`the token ${SECRET} (${encodeURIComponent(SECRET)}) is unknown`);
    expect(heard.lost[0]![0]).toBe('Vendor: the token *** (***) is unknown');
    expect(JSON.stringify([heard, log.lines])).not.toContain('rd-1234');
  });

  it('tries no more when closed while waiting', async () => {
    const { clock, heard, line, until } = connect();
    await until(() => heard.opened === 1);
    server.drop();
    await until(() => heard.lost.length === 1);
    line.close();
    expect(clock.timers()).toBe(0);
    clock.advance(60_000);
    expect(heard.attempts).toEqual([1]);
  });
});

describe('the time of a line', () => {
  it('has fractions, never runs back, and follows the clock when that was set', () => {
    let now = START;
    let monotonic = 500.25;
    const clock = { ...countedClock(START), now: () => now, monotonic: () => monotonic };
    const time = new LineTime(clock);
    monotonic += 0.125;
    expect(time.now()).toBe(START + 0.125);
    // The wall clock counts whole milliseconds: that is no drift.
    now += 1;
    monotonic += 0.25;
    time.anchor();
    expect(time.now()).toBe(START + 0.375);
    // The machine slept for an hour.
    now += 3_600_000;
    time.anchor();
    expect(time.now()).toBe(now);
  });
});
