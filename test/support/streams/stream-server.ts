import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { VendorAnswer } from '#test/support/vendor-server';

/** A server on this machine that stands for a vendor's stream, and for its HTTP side on the same port. */
export interface StreamServer {
  readonly url: string;
  readonly httpUrl: string;
  /** Addresses of all attempts to connect so far. */
  readonly attempts: URL[];
  /** What was sent on the newest connection, oldest first. */
  readonly said: string[];
  /** HTTP requests so far. */
  readonly asked: URL[];
  open(): number;
  /** Refuses attempts with this status; null takes them. */
  refuseWith(refusal: { status: number; headers?: Readonly<Record<string, string>> } | null): void;
  /** From the next connection on, pings stay without answer. */
  beMute(isMute: boolean): void;
  answerRequests(answer: (text: string) => string | undefined): void;
  answerHttp(answer: (url: URL, nth: number) => VendorAnswer): void;
  send(message: string | Uint8Array): void;
  /** Ends every connection without a word. */
  drop(): void;
  close(): Promise<void>;
}

export async function startStreamServer(): Promise<StreamServer> {
  const attempts: URL[] = [];
  const asked: URL[] = [];
  const said: string[] = [];
  const open = new Set<WebSocket>();
  let refusal: Parameters<StreamServer['refuseWith']>[0] = null;
  let isMute = false;
  let onRequest: (text: string) => string | undefined = () => undefined;
  let onHttp: (url: URL, nth: number) => VendorAnswer = () => ({ status: 404, body: {} });
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    asked.push(url);
    const answer = onHttp(url, asked.length);
    if (answer.isSilent) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.text ?? JSON.stringify(answer.body));
  });
  const talking = new WebSocketServer({ noServer: true });
  const mute = new WebSocketServer({ noServer: true, autoPong: false });
  http.on('upgrade', (request, socket, head) => {
    attempts.push(new URL(request.url ?? '/', 'ws://vendor'));
    if (refusal) {
      const headers = Object.entries(refusal.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${refusal.status} No\r\n${headers.join('')}content-length: 0\r\n\r\n`);
      return;
    }
    (isMute ? mute : talking).handleUpgrade(request, socket, head, (client) => {
      said.length = 0;
      open.add(client);
      client.on('error', () => client.terminate());
      client.on('close', () => open.delete(client));
      client.on('message', (data: Buffer) => {
        const text = data.toString();
        said.push(text);
        const answer = onRequest(text);
        if (answer !== undefined) client.send(answer);
      });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url: `ws://${host}`,
    httpUrl: `http://${host}`,
    attempts,
    said,
    asked,
    open: () => open.size,
    refuseWith: (next) => {
      refusal = next;
    },
    beMute: (next) => {
      isMute = next;
    },
    answerRequests: (next) => {
      onRequest = next;
    },
    answerHttp: (next) => {
      onHttp = next;
      asked.length = 0;
    },
    send: (message) => {
      for (const client of open) client.send(message);
    },
    drop: () => {
      for (const client of open) client.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of open) client.terminate();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
