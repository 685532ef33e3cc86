import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface VenueRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `silent` never answers; `cut` ends the connection in the place of an answer. */
export type VenueReply =
  | 'silent'
  | 'cut'
  | {
      readonly status: number;
      readonly body?: unknown;
      /** In the place of `body`, as it is. */
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** HTTP and WebSocket on one port of this machine, which can go away and come back. */
export interface VenueServer {
  readonly httpUrl: string;
  readonly socketUrl: string;
  /** Sockets that are open now. */
  readonly sockets: ReadonlySet<WebSocket>;
  goAway(): void;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startVenueServer(
  answer: (request: VenueRequest) => VenueReply,
  onSocket: (socket: WebSocket) => void = (socket) => socket.terminate(),
): Promise<VenueServer> {
  const sockets = new Set<WebSocket>();
  const wires = new Set<Socket>();
  const upgrader = new WebSocketServer({ noServer: true });
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { method = 'GET', headers } = request;
        const url = new URL(request.url ?? '/', 'http://venue');
        const reply = answer({ method, url, headers, body: Buffer.concat(parts).toString() });
        if (reply === 'silent') return;
        if (reply === 'cut') {
          request.socket.destroy();
          return;
        }
        const hasBody = reply.text !== undefined || reply.body !== undefined;
        response.writeHead(reply.status, {
          ...(hasBody ? { 'content-type': 'application/json' } : {}),
          ...reply.headers,
        });
        response.end(reply.text ?? (hasBody ? JSON.stringify(reply.body) : undefined));
      });
    });
    server.on('connection', (wire) => {
      wires.add(wire);
      wire.on('close', () => wires.delete(wire));
      wire.on('error', () => wire.destroy());
    });
    server.on('upgrade', (request, wire, head) => {
      upgrader.handleUpgrade(request, wire, head, (socket) => {
        sockets.add(socket);
        socket.on('error', () => socket.terminate());
        socket.on('close', () => sockets.delete(socket));
        onSocket(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server: Server | null = await listen(0);
  const { port } = server.address() as AddressInfo;
  const goAway = () => {
    server?.close();
    server = null;
    for (const socket of sockets) socket.terminate();
    for (const wire of wires) wire.destroy();
  };
  return {
    httpUrl: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}`,
    sockets,
    goAway,
    async comeBack() {
      server ??= await listen(port);
    },
    async close() {
      goAway();
      upgrader.close();
    },
  };
}
