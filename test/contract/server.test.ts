import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { contract } from '#contract/contract';
import { OctopusError } from '#contract/errors';
import { connectFeed } from '#contract/feed/feed-client';
import { connectEngine } from '#contract/rpc/connect-channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { openFeedConnection } from '#engine/feed/feed-connection';
import { type RunningServer, type ServerOptions, startServer } from '#server/start-server';

const TOKEN = 'token-of-this-start';
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const api = implement(contract);
const router = {
  system: { ping: api.system.ping.handler(({ input }) => input) },
  session: {
    get: api.session.get.handler(() => {
      throw new OctopusError('TRADING_HALTED', 'trading is halted; resume it first', { since: 5 });
    }),
    step: api.session.step.handler(() => {
      throw new RangeError('day 7 is not there');
    }),
  },
  marketData: {
    bars: api.marketData.bars.handler(({ input }) => ({
      symbol: input.symbol,
      timeframe: input.timeframe,
      time: [input.from ?? -1, input.limit],
      open: [],
      high: [],
      low: [],
      close: [],
      volume: [],
    })),
  },
};

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the loopback server', () => {
  const root = mkdtempSync(join(tmpdir(), 'octopus-server-'));
  const staticFolder = join(root, 'screen');
  const board = createQuoteBoard();
  let server: RunningServer;
  let options: ServerOptions<Record<never, never>>;

  beforeAll(async () => {
    mkdirSync(join(staticFolder, 'assets'), { recursive: true });
    writeFileSync(join(staticFolder, 'index.html'), '<!doctype html><title>Octopus</title>');
    writeFileSync(join(staticFolder, 'assets', 'index-Ab3dE6gH.js'), 'export {};');
    writeFileSync(join(staticFolder, 'icon.svg'), '<svg/>');
    writeFileSync(join(staticFolder, '.hidden'), 'secret');
    writeFileSync(join(root, 'secret.txt'), 'secret');
    symlinkSync(join(root, 'secret.txt'), join(staticFolder, 'link.txt'));
    const series = {
      open: async () => {
        throw new OctopusError('UNKNOWN_SYMBOL', 'none here');
      },
    };
    const parts = { board, series, clock: new SimulatedClock(0), log };
    options = {
      port: 0,
      staticFolder,
      router,
      context: {},
      openFeed: (channel) => void openFeedConnection(channel, parts),
      token: TOKEN,
      version: '1.2.3',
      log,
    };
    server = await startServer(options);
  });
  afterAll(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  const bearer = { authorization: `Bearer ${TOKEN}` };

  function ask(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    body?: string,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: server.port, path, method, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  async function pageCookie(): Promise<string> {
    const [cookie] = (await ask('/')).headers['set-cookie'] ?? [];
    return cookie!.split(';')[0]!;
  }

  /** Status a WebSocket upgrade is answered with; 101 when it is taken. */
  function upgrade(
    path: string,
    headers: ClientOptions['headers'] = {},
  ): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve({ status: 101, body: '' });
      });
      socket.on('unexpected-response', (request, response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () => {
          resolve({ status: response.statusCode!, body });
          request.destroy();
        });
      });
      socket.on('error', reject);
    });
  }

  describe('files', () => {
    test('the page comes with its policy and a cookie scripts cannot read', async () => {
      const { status, headers, body } = await ask('/');
      expect([status, headers['content-type'], body]).toEqual([
        200,
        'text/html; charset=utf-8',
        '<!doctype html><title>Octopus</title>',
      ]);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe-eval');
      expect(headers['set-cookie']?.[0]).toMatch(
        /^octopus-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
      );
      expect(headers['cache-control']).toBe('no-cache');
      expect([headers['x-content-type-options'], headers['x-frame-options']]).toEqual(['nosniff', 'DENY']);
    });

    test('hashed assets may be kept for ever, others are asked for anew', async () => {
      const asset = await ask('/assets/index-Ab3dE6gH.js?v=1');
      expect([asset.status, asset.headers['content-type'], asset.headers['cache-control']]).toEqual([
        200,
        'text/javascript; charset=utf-8',
        'public, max-age=31536000, immutable',
      ]);
      expect(asset.headers['set-cookie']).toBeUndefined();
      const icon = await ask('/icon.svg');
      expect([icon.headers['content-type'], icon.headers['cache-control']]).toEqual([
        'image/svg+xml',
        'no-cache',
      ]);
      expect((await ask('/icon.svg', { 'if-none-match': icon.headers.etag! })).status).toBe(304);
      const head = await ask('/icon.svg', {}, 'HEAD');
      expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '6', '']);
    });

    test.each([
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/%2e%2e%2fsecret.txt',
      '//secret.txt',
      '/assets/%00',
      '/%',
      '/link.txt',
      '/.hidden',
      '/assets',
      '/assets/',
      '/icon.svg/x',
      `/${'a'.repeat(5_000)}`,
    ])('%.40s is not served', async (path) => {
      const { status, body } = await ask(path);
      expect(status).toBe(404);
      expect(body).not.toContain('secret"');
      expect(body).not.toBe('secret');
    });

    test('writing to a file is refused', async () => {
      expect((await ask('/icon.svg', {}, 'DELETE')).status).toBe(405);
    });
  });

  describe('who may speak', () => {
    test('a foreign Host is refused everywhere: a name made to point here reaches nothing', async () => {
      for (const path of ['/', '/health', '/api/system/info']) {
        const { status, body } = await ask(path, { host: `evil.example:${server.port}`, ...bearer });
        expect([status, (JSON.parse(body) as { message: string }).message]).toEqual([
          403,
          expect.stringContaining('Host "evil.example'),
        ]);
      }
      expect((await ask('/health', { host: '127.0.0.1:1' })).status).toBe(403);
      expect((await ask('/health', { host: `localhost:${server.port}` })).status).toBe(200);
      expect(await upgrade('/rpc', { host: 'evil.example', ...bearer })).toMatchObject({ status: 403 });
    });

    test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
      'a page from %s is refused, token or not',
      async (origin) => {
        const reply = await ask('/api/session', { origin, ...bearer });
        expect([reply.status, (JSON.parse(reply.body) as { message: string }).message]).toEqual([
          403,
          expect.stringContaining('only its own page may'),
        ]);
        for (const path of ['/rpc', '/feed']) {
          expect(await upgrade(path, { origin, ...bearer })).toEqual({
            status: 403,
            body: expect.stringContaining(`pages from ${origin}`),
          });
        }
        expect(
          (await ask('/api/system/ping', { origin, 'access-control-request-method': 'POST' }, 'OPTIONS'))
            .status,
        ).toBe(403);
      },
    );

    test('a request another page caused without an Origin is refused by its Sec-Fetch-Site', async () => {
      const headers = { 'sec-fetch-site': 'same-site', cookie: await pageCookie() };
      expect((await ask('/api/session', headers)).status).toBe(403);
    });

    test('without token or cookie nothing is answered', async () => {
      for (const headers of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: 'Bearer ' },
        { cookie: `octopus-${server.port}=wrong` },
      ]) {
        const { status, body } = await ask(
          '/api/system/ping',
          { ...headers, 'content-type': 'application/json' },
          'POST',
          '{"value":1}',
        );
        expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([401, 'UNAUTHORIZED']);
        expect(await upgrade('/rpc', headers)).toMatchObject({ status: 401 });
        expect(await upgrade('/feed', headers)).toMatchObject({ status: 401 });
      }
    });

    test('the token lets scripts in, the cookie the page', async () => {
      const cookie = await pageCookie();
      const origin = `http://127.0.0.1:${server.port}`;
      for (const headers of [bearer, { cookie, origin, 'sec-fetch-site': 'same-origin' }]) {
        const reply = await ask(
          '/api/system/ping',
          { ...headers, 'content-type': 'application/json' },
          'POST',
          '{"value":3}',
        );
        expect([reply.status, JSON.parse(reply.body)]).toEqual([200, { value: 3 }]);
        expect(await upgrade('/rpc', headers)).toMatchObject({ status: 101 });
        expect(await upgrade('/feed', headers)).toMatchObject({ status: 101 });
      }
    });

    test('other upgrade paths are told where sockets are', async () => {
      expect(await upgrade('/elsewhere', bearer)).toEqual({
        status: 404,
        body: 'WebSockets are at /rpc and /feed\n',
      });
      expect(await upgrade('//', bearer)).toMatchObject({ status: 404 });
    });
  });

  describe('the HTTP interface', () => {
    test('query text becomes the types of the contract', async () => {
      const { status, body } = await ask('/api/market-data/bars?symbol=AAPL&from=1000&limit=7', bearer);
      expect([status, (JSON.parse(body) as { time: number[] }).time]).toEqual([200, [1_000, 7]]);
    });

    test('errors keep status, code, message and details', async () => {
      const halted = await ask('/api/session', bearer);
      expect([halted.status, JSON.parse(halted.body)]).toEqual([
        423,
        {
          defined: true,
          code: 'TRADING_HALTED',
          status: 423,
          message: 'trading is halted; resume it first',
          data: { since: 5 },
        },
      ]);
      const json = { ...bearer, 'content-type': 'application/json' };
      const refused = await ask('/api/system/ping', json, 'POST', '{"value":"x"}');
      expect([refused.status, (JSON.parse(refused.body) as { message: string }).message]).toEqual([
        400,
        expect.stringContaining('system.ping: value: '),
      ]);
      const failed = await ask('/api/session/step', json, 'POST', '{"days":1}');
      expect([failed.status, (JSON.parse(failed.body) as { message: string }).message]).toEqual([
        500,
        'session.step failed: day 7 is not there',
      ]);
      const unreadable = await ask('/api/system/ping', json, 'POST', '{"value":');
      expect([unreadable.status, (JSON.parse(unreadable.body) as { code: string }).code]).toEqual([
        400,
        'BAD_REQUEST',
      ]);
      const nowhere = await ask('/api/nowhere', bearer);
      expect([nowhere.status, (JSON.parse(nowhere.body) as { message: string }).message]).toEqual([
        404,
        expect.stringContaining('nothing answers GET /api/nowhere'),
      ]);
    });

    test('the description is OpenAPI 3.1 and lists every procedure of every service', async () => {
      const { status, body } = await ask('/api/openapi.json', bearer);
      expect(status).toBe(200);
      const document = JSON.parse(body) as {
        openapi: string;
        info: { title: string; version: string };
        paths: Record<string, Record<string, { operationId: string; tags?: string[]; responses: object }>>;
        components: { securitySchemes: object };
      };
      expect(document.openapi).toMatch(/^3\.1\.\d+$/);
      expect(document.info).toMatchObject({ title: 'Octopus', version: '1.2.3' });
      expect(document.components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer' } });
      const operations = Object.entries(document.paths).flatMap(([path, methods]) => {
        expect(path).toMatch(/^\//);
        return Object.entries(methods).map(([method, operation]) => {
          expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method);
          expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
          return operation;
        });
      });
      const expected = Object.entries(contract).flatMap(([service, procedures]) =>
        Object.keys(procedures).map((name) => `${service}.${name}`),
      );
      expect(operations.map((operation) => operation.operationId).sort()).toEqual(expected.sort());
      const references = [...body.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
      for (const reference of references) {
        const target = reference
          .split('/')
          .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
        expect(target, reference).toBeDefined();
      }
    });

    test('health needs no token', async () => {
      expect(JSON.parse((await ask('/health')).body)).toEqual({ status: 'ok', version: '1.2.3' });
    });
  });

  describe('sockets', () => {
    const open = (path: string) => new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers: bearer });
    const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));

    test('the whole client works over /rpc', async () => {
      const channel = createSocketChannel(open('/rpc'));
      const client = connectEngine(channel);
      expect(await client.system.ping({ value: 8 })).toEqual({ value: 8 });
      await expect(client.session.get()).rejects.toMatchObject({
        code: 'TRADING_HALTED',
        details: { since: 5 },
      });
      channel.close();
    });

    test('quotes flow over /feed', async () => {
      board.publish(board.slot('AAPL'), 1, 101.5, 101, 102, 1);
      const channel = createSocketChannel(open('/feed'));
      const last = await new Promise<number>((resolve, reject) => {
        const feed = connectFeed(channel, { onProblem: reject });
        feed.quotes(['AAPL'], (batch) => resolve(batch.last[0]!));
      });
      expect(last).toBe(101.5);
      channel.close();
    });

    test.each(['/rpc', '/feed'])('garbage on %s closes that connection and harms no other', async (path) => {
      const socket = open(path);
      const closed = closeCode(socket);
      await new Promise((resolve) => socket.on('open', resolve));
      for (let i = 0; i < 30; i++)
        socket.send(i % 2 === 0 ? Buffer.from([0xff, 0xfe, i, 0]) : `{"i":"${i}","p":`);
      expect(await closed).toBe(1000);
      expect((await ask('/health')).status).toBe(200);
    });

    test('too large a frame closes the connection', async () => {
      const socket = open('/feed');
      const closed = closeCode(socket);
      await new Promise((resolve) => socket.on('open', resolve));
      socket.send('x'.repeat(300_000));
      expect(await closed).toBe(1009);
    });

    test('bytes that are no HTTP at all do not hurt', async () => {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () =>
          socket.write(Buffer.from([0x16, 3, 1, 0, 255, 0, 0])),
        );
        socket.on('close', () => resolve());
        socket.on('data', () => undefined);
      });
      expect((await ask('/health')).status).toBe(200);
    });
  });

  describe('ports', () => {
    test('a taken port is named, with what to do', async () => {
      const failure = startServer({ ...options, port: server.port });
      await expect(failure).rejects.toThrow(
        `cannot listen on 127.0.0.1 port ${server.port}: another program has it; choose another with --port N`,
      );
      await expect(failure).rejects.toBeInstanceOf(OctopusError);
    });

    test('the next free port is taken when asked for, and freed on close', async () => {
      const next = await startServer({ ...options, port: server.port, nextPorts: 20 });
      expect(next.port).toBeGreaterThan(server.port);
      expect(next.url).toBe(`http://127.0.0.1:${next.port}/`);
      await next.close();
      const again = await startServer({ ...options, port: next.port });
      await again.close();
    });

    test('closing cuts open sockets', async () => {
      const other = await startServer(options);
      const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, { headers: bearer });
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
      await new Promise((resolve) => socket.on('open', resolve));
      await other.close();
      await closed;
    });
  });

  test('an unbuilt screen says how to build it', async () => {
    const bare = await startServer({ ...options, staticFolder: join(root, 'absent') });
    const body = await fetch(bare.url).then((response) => response.text());
    expect(body).toContain('build it first with: npm run build');
    await bare.close();
  });
});
