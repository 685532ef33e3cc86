import { OctopusError, unknownName } from '#contract/errors';
import type { StreamSource } from '#contract/services/streams';
import type { StreamDirectory } from '#engine/ports/market-stream';
import { type ConnectionListener, StreamConnection } from './stream-connection.ts';

/** Every source there is, as it is used now. What names a source throws BAD_REQUEST with the nearest names. */
export class StreamConnections {
  readonly #byId = new Map<string, StreamConnection>();

  /** `values` are the numbers that sources are set to, by id and name. */
  constructor(
    ports: { directory: StreamDirectory; listener: ConnectionListener; now: () => number },
    values: Readonly<Record<string, Readonly<Record<string, number>>>>,
  ) {
    for (const definition of ports.directory.definitions)
      this.#byId.set(definition.id, new StreamConnection(definition, ports, values[definition.id] ?? {}));
  }

  ids(): string[] {
    return [...this.#byId.keys()];
  }

  openIds(): string[] {
    return this.ids().filter((id) => this.of(id).isOpen);
  }

  of(id: string): StreamConnection {
    const connection = this.#byId.get(id);
    if (connection) return connection;
    const known = this.ids();
    throw new OctopusError('BAD_REQUEST', unknownName('stream', id, known), { known });
  }

  isSimulated(id: string): boolean {
    return this.of(id).definition.capabilities.isSimulated;
  }

  /** Throws BAD_REQUEST for an empty chain, and for one with a source that does not have the symbol. */
  checkChain(symbol: string, chain: readonly string[]): void {
    if (chain.length === 0)
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol}: no stream has its kind of prices; import or download them`,
      );
    for (const id of chain) {
      const { name, capabilities } = this.of(id).definition;
      const { symbolPrefix = '' } = capabilities;
      if (symbol.startsWith(symbolPrefix)) continue;
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol} is no symbol of ${name}: its symbols begin with ${symbolPrefix}, such as ${symbolPrefix}${symbol.replace(/^.*:/, '')}`,
      );
    }
  }

  /** Throws BAD_REQUEST for a number that the source does not have, or that is out of its range. */
  configure(id: string, values: Readonly<Record<string, number>>): void {
    const connection = this.of(id);
    const parameters = connection.definition.parameters ?? [];
    for (const [name, value] of Object.entries(values)) {
      const parameter = parameters.find((one) => one.name === name);
      const known = parameters.map((one) => one.name);
      if (!parameter)
        throw new OctopusError('BAD_REQUEST', unknownName(`number of ${id}`, name, known), { known });
      if (!(value >= parameter.minimum && value <= parameter.maximum))
        throw new OctopusError(
          'BAD_REQUEST',
          `${id}: ${name} is ${value}; give a number from ${parameter.minimum} to ${parameter.maximum}`,
        );
    }
    connection.configure(values);
  }

  /** How a source stands; its keys are the directory's business. */
  stateOf(
    id: string,
  ): Pick<StreamSource, 'state' | 'reason' | 'retryTime' | 'symbols' | 'reconnects' | 'unreadable'> {
    const { state, symbols, reconnects, unreadable } = this.of(id);
    return {
      state: state?.kind ?? 'off',
      reason: state !== null && 'reason' in state ? state.reason : null,
      retryTime: state?.kind === 'waiting' ? state.retryTime : null,
      symbols: symbols.size,
      reconnects,
      unreadable,
    };
  }

  /** Whoever asks for a source anew wants it tried anew. */
  reopenEnded(ids: readonly string[]): void {
    for (const id of new Set(ids)) {
      const connection = this.of(id);
      if (connection.state?.kind === 'ended') connection.reopen();
    }
  }

  /** Closes what nobody hears, unless `isWanted`. */
  closeUnused(isWanted: (id: string, isEnded: boolean) => boolean): void {
    for (const [id, connection] of this.#byId) {
      if (!connection.isOpen || connection.symbols.size > 0) continue;
      if (!isWanted(id, connection.state?.kind === 'ended')) connection.close();
    }
  }

  close(): void {
    for (const connection of this.#byId.values()) connection.close();
  }
}
