import { afterAll, beforeAll } from 'vitest';
import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import type { BarRequest, DataProvider, DataProviderDefinition } from '#engine/ports/data-provider';
import { quietLog } from '#test/support/quiet-log';
import { startVendorServer, type VendorServer } from '#test/support/vendor-server';
import { waitingClock } from '#test/support/waiting-clock';

export const VENDOR_KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** One adapter with a server in its vendor's place, for all tests of a file. */
export function openVendor(definition: DataProviderDefinition, now: number) {
  let server: VendorServer | undefined;
  beforeAll(async () => {
    server = await startVendorServer();
  });
  afterAll(() => server?.close());
  const require = (): VendorServer => {
    if (!server) throw new Error('the server of the vendor is asked for before the tests run');
    return server;
  };
  return {
    server: require,
    /** A fresh adapter each time. */
    provider(): DataProvider {
      const clock = waitingClock(now);
      const http = createFetchClient({
        provider: definition.name,
        baseUrl: require().url,
        clock,
        log: quietLog(),
        random: () => 0,
        userAgent: 'test',
      });
      return definition.create({ http, key: VENDOR_KEY, now: () => now });
    },
    /** The parameters of every request so far. */
    asked: (): Record<string, string>[] =>
      require().requests.map(({ url }) => Object.fromEntries(url.searchParams)),
    request: (symbol: string, from: string, to: string, more: Partial<BarRequest> = {}): BarRequest => ({
      symbol,
      timeframe: '1d',
      from: Date.parse(from),
      to: Date.parse(to),
      ...more,
    }),
  };
}
