import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { FEED_REQUEST_LENGTH_MAX } from '#contract/feed/feed-request';
import type { Channel } from '#contract/rpc/channel';
import { MESSAGE_LENGTH_MAX } from '#contract/rpc/serve-channel';
import { createSocketChannel } from '#contract/rpc/socket-channel';
import type { Access } from './access.ts';
import { pathOf } from './reply.ts';

/** Connections of one kind at a time; a window uses one of each. */
const SOCKETS_MAX = 64;

export interface SocketEdge {
  /** Cuts every connection. */
  close(): void;
}

/** Takes WebSocket upgrades at `/rpc` and `/feed` from whom `access` lets in, and hands each on as a channel. */
export function openSocketEdge(
  server: Server,
  access: Access,
  open: { rpc(channel: Channel): void; feed(channel: Channel): void },
): SocketEdge {
  const endpoints = new Map(
    (
      [
        ['/rpc', MESSAGE_LENGTH_MAX, open.rpc],
        ['/feed', FEED_REQUEST_LENGTH_MAX, open.feed],
      ] as const
    ).map(([path, maxPayload, accept]) => [
      path as string,
      { sockets: new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false }), accept },
    ]),
  );

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const endpoint = endpoints.get(pathOf(request));
    const refusal =
      access.refuseHost(request) ?? access.refuseOrigin(request) ?? access.refuseStranger(request);
    if (refusal) return refuseUpgrade(stream, refusal.status, refusal.message);
    if (!endpoint) return refuseUpgrade(stream, 404, 'WebSockets are at /rpc and /feed');
    const { sockets, accept } = endpoint;
    if (sockets.clients.size >= SOCKETS_MAX)
      return refuseUpgrade(stream, 503, `${SOCKETS_MAX} connections are open already; close one first`);
    sockets.handleUpgrade(request, stream, head, (socket) => accept(createSocketChannel(socket)));
  });

  return {
    close() {
      for (const { sockets } of endpoints.values()) {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
      }
    },
  };
}

const STATUS_TEXT: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

function refuseUpgrade(stream: Duplex, status: number, message: string): void {
  const body = `${message}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}`,
    'connection: close',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
