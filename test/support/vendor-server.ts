import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a vendor answers: JSON unless `text` is given. Never answers when `isSilent`. */
export interface VendorAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isSilent?: boolean;
}

export interface VendorRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export interface VendorServer {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: VendorRequest[];
  /** How it answers from now on; forgets earlier requests. */
  answer(handler: (url: URL, nth: number) => VendorAnswer): void;
  close(): Promise<void>;
}

/** A server on this machine that stands for a vendor. */
export async function startVendorServer(
  handler: (url: URL, nth: number) => VendorAnswer = () => ({ status: 404, body: {} }),
): Promise<VendorServer> {
  let current = handler;
  const requests: VendorRequest[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    requests.push({ url, headers: request.headers });
    const answer = current(url, requests.length);
    if (answer.isSilent) return;
    response.writeHead(answer.status ?? 200, {
      'content-type': answer.type ?? 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(answer.text ?? JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(next) {
      current = next;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
