import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyContractRouter } from '@orpc/contract';
import type { Context, Router } from '@orpc/server';
import { OctopusError } from '#contract/errors';
import type { Channel } from '#contract/rpc/channel';
import { serveChannel } from '#contract/rpc/serve-channel';
import type { Log } from '#engine/ports/log';
import { type Access, createAccess } from './access.ts';
import { createHttpApi } from './http-api.ts';
import { contentSecurityPolicy, pathOf, replyError, replyJson, SECURITY_HEADERS } from './reply.ts';
import { openSocketEdge, type SocketEdge } from './socket-edge.ts';
import { createStaticFiles } from './static-files.ts';

export interface ServerOptions<T extends Context> {
  /** 1 to 65535, or 0 for any free port. */
  readonly port: number;
  /** How many of the next ports to try while one is taken; none unless told. */
  readonly nextPorts?: number;
  /** Folder of the built screen, with its index.html. */
  readonly staticFolder: string;
  readonly router: Router<AnyContractRouter, T>;
  /** What the router's handlers get as context. */
  readonly context: NoInfer<T>;
  /** Serves market data to one client until its channel closes. */
  readonly openFeed: (channel: Channel) => void;
  /** Secret of this start that lets scripts in; the caller keeps it in a file only its owner can read. */
  readonly token: string;
  /** Version of the app, shown in the OpenAPI description. */
  readonly version: string;
  readonly log: Log;
}

export interface RunningServer {
  readonly port: number;
  /** Where the screen is: `http://127.0.0.1:<port>/`. */
  readonly url: string;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts the loopback edge: the screen at `/`, RPC at `/rpc` and market data at `/feed` (WebSockets), the contract as
 * HTTP below `/api`, and `/health`. Throws an OctopusError naming the port when it cannot be had.
 */
export async function startServer<T extends Context>(options: ServerOptions<T>): Promise<RunningServer> {
  const server = createServer();
  const port = await listen(server, options.port, options.nextPorts ?? 0);
  const access = createAccess(port, options.token);
  const handle = createRequestHandler(options, access, port);
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => failRequest(error, request, response, options.log));
  });
  const edge = openSocketEdge(server, access, {
    rpc: (channel) => serveChannel(options.router, channel, options.context, { log: options.log }),
    feed: options.openFeed,
  });
  return { port, url: `http://${HOST}:${port}/`, close: () => closeServer(server, edge) };
}

function createRequestHandler<T extends Context>(options: ServerOptions<T>, access: Access, port: number) {
  const api = createHttpApi(options);
  const files = createStaticFiles(options.staticFolder, {
    'content-security-policy': contentSecurityPolicy(port),
    'set-cookie': access.pageCookie,
  });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [header, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(header, value);
    const pathname = pathOf(request);
    const isApi = pathname === '/api' || pathname.startsWith('/api/');
    const refusal =
      access.refuseHost(request) ??
      (isApi || request.headers.origin !== undefined ? access.refuseOrigin(request) : undefined) ??
      (isApi ? access.refuseStranger(request) : undefined);
    if (refusal) return replyError(response, refusal.status, refusal.code, refusal.message);
    if (isApi) return api(request, response, pathname);
    if (pathname === '/health') return replyJson(response, 200, { status: 'ok', version: options.version });
    return files(request, response, pathname);
  };
}

function failRequest(error: unknown, request: IncomingMessage, response: ServerResponse, log: Log): void {
  // A client that went away while a file was sent is no failure.
  if (response.destroyed || request.destroyed) return;
  const message = error instanceof Error ? error.message : String(error);
  log.error(`${request.method} ${request.url} failed: ${message}`, {
    stack: error instanceof Error ? error.stack : undefined,
  });
  if (response.headersSent) response.destroy();
  else replyError(response, 500, 'INTERNAL_SERVER_ERROR', 'the server failed to answer; its log says why');
}

async function listen(server: Server, port: number, nextPorts: number): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      await listenOnce(server, candidate);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE' && candidate < Math.min(65_535, port + nextPorts)) continue;
      throw portError(code, error, port, candidate);
    }
  }
}

function listenOnce(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portError(code: unknown, error: unknown, first: number, last: number): OctopusError {
  const ports = first === last ? `port ${first}` : `ports ${first} to ${last}`;
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program has it; choose another with --port N',
    EACCES: 'this user may not open it; choose one above 1023 with --port N',
  };
  const reason =
    reasons[String(code)] ??
    `${error instanceof Error ? error.message : String(error)}; choose another with --port N`;
  return new OctopusError('BAD_REQUEST', `cannot listen on ${HOST} ${ports}: ${reason}`, { port: last });
}

async function closeServer(server: Server, edge: SocketEdge): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  edge.close();
  server.closeAllConnections();
  await closed;
}
