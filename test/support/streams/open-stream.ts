import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { createSocketClient } from '#adapters/sockets/ws/socket-client';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';
import { countedClock, until } from '#test/support/counted-clock';
import { quietLog } from '#test/support/quiet-log';
import { recordingSink } from './recording-sink.ts';
import type { StreamServer } from './stream-server.ts';

export const STREAM_KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
export const STREAM_START = Date.parse('2024-01-10T12:00:00Z');

const nothing = async (): Promise<never> => {
  throw new Error('nothing is recorded');
};
const NOTHING_RECORDED = { coverage: async () => undefined, trades: nothing, quotes: nothing, bars: nothing };

/** A stream against a local server, with a clock that the test moves. */
export function openStream(definition: MarketStreamDefinition, server: StreamServer) {
  const clock = countedClock(STREAM_START);
  const log = quietLog();
  const recorded = recordingSink();
  const shared = {
    provider: definition.name,
    clock,
    random: () => 0.5,
    log,
    userAgent: 'Octopus test',
  };
  const stream = definition.open(
    {
      socket: createSocketClient({ ...shared, baseUrl: server.url }),
      http: createFetchClient({ ...shared, baseUrl: server.httpUrl }),
      key: definition.keyUrl === '' ? '' : STREAM_KEY,
      clock,
      recorded: NOTHING_RECORDED,
      optionQuotes: { quotesOf: () => Promise.resolve([]) },
      random: () => 0.5,
    },
    recorded.sink,
  );
  return {
    ...recorded,
    clock,
    log,
    stream,
    until: (isSo: () => boolean) => until(clock, isSo),
    live: () => until(clock, () => recorded.state()?.kind === 'live'),
  };
}
