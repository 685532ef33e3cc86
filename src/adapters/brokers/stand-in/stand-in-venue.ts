import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The server of {@link standIn}, on a port of this machine: orders by id, listed by GET and ended by DELETE. */
export async function startStandInVenue(ids: readonly string[]): Promise<{
  readonly addresses: Readonly<Record<string, string>>;
  /** Ids of those that still rest. */
  resting(): string[];
  close(): Promise<void>;
}> {
  const orders = new Set(ids);
  const server = createServer((request, response) => {
    const [, , id] = (request.url ?? '').split('/');
    if (request.method === 'DELETE' && id !== undefined && !orders.delete(id)) response.statusCode = 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([...orders]));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    addresses: { rest: `http://127.0.0.1:${port}` },
    resting: () => [...orders],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
