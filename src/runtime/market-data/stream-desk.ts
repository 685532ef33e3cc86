import { createSocketClient } from '#adapters/sockets/ws/socket-client';
import { OctopusError, unknownName } from '#contract/errors';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type {
  MarketStream,
  MarketStreamDefinition,
  StreamDirectory,
  StreamPorts,
  StreamSink,
} from '#engine/ports/market-stream';
import type { OptionQuoteSource } from '#engine/ports/option-chains';
import type { RecordedPrices } from '#engine/ports/recorded-prices';
import { type ProviderDesk, variableOf } from './provider-desk.ts';
import { STREAMS } from './streams.ts';

export interface StreamDeskPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly random: () => number;
  readonly userAgent: string;
  /** Keys and clients are those of the provider of the same id. */
  readonly providers: ProviderDesk;
  readonly recorded: RecordedPrices;
  readonly optionQuotes: OptionQuoteSource;
}

/** Opens streams with their address and key. One that comes from the workstation itself needs neither. */
export class StreamDesk implements StreamDirectory {
  readonly definitions = STREAMS;
  readonly #ports: StreamDeskPorts;

  constructor(ports: StreamDeskPorts) {
    this.#ports = ports;
  }

  isReady(id: string): boolean {
    return this.keyOf(id).isThere;
  }

  /** Where a stream's key comes from, null when it needs none, and whether there is one. */
  keyOf(id: string): { readonly variable: string | null; readonly isThere: boolean } {
    const { keyUrl } = definitionOf(id);
    return keyUrl === '' ? { variable: null, isThere: true } : this.#ports.providers.keyOf(id);
  }

  open(id: string, sink: StreamSink, values: Readonly<Record<string, number>>): MarketStream {
    const definition = definitionOf(id);
    const { clock, random, recorded, optionQuotes } = this.#ports;
    return definition.open(
      { clock, random, recorded, optionQuotes, ...this.#lines(definition) },
      sink,
      values,
    );
  }

  #lines({ id, name, streamUrl }: MarketStreamDefinition): Pick<StreamPorts, 'socket' | 'http' | 'key'> {
    if (streamUrl === '') return { ...NO_LINES, key: '' };
    const { clock, log, random, userAgent, environment, providers } = this.#ports;
    const baseUrl = environment[variableOf(id, 'STREAM_URL')] || streamUrl;
    const socket = createSocketClient({ provider: name, baseUrl, clock, random, log, userAgent });
    return { socket, ...providers.connectionOf(id) };
  }
}

function definitionOf(id: string): MarketStreamDefinition {
  const definition = STREAMS.find((one) => one.id === id);
  if (definition) return definition;
  const known = STREAMS.map((one) => one.id);
  throw new OctopusError('BAD_REQUEST', unknownName('stream', id, known), { known });
}

function noLine(): never {
  throw new OctopusError('INTERNAL_SERVER_ERROR', 'a stream without an address asked for a connection');
}

const NO_LINES: Pick<StreamPorts, 'socket' | 'http'> = {
  socket: { connect: noLine },
  http: { getJson: noLine, getText: noLine },
};
