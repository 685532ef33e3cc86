import { OctopusError, unknownName } from '#contract/errors';
import type { BrokerConnection, BrokerDefinition, BrokerPorts, BrokerSink } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { ProcessHost } from '#engine/ports/process-host';
import type { SecretStore } from '#engine/ports/secret-store';
import { brokerFields } from './broker-fields.ts';
import { BrokerProcess } from './broker-process.ts';
import { BROKERS } from './brokers.ts';

export interface BrokerDeskPorts {
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretStore;
  /** Every broker of the product unless told. */
  readonly brokers?: readonly BrokerDefinition[];
}

export interface BrokerAccount {
  /** Ours, unique among all accounts. */
  readonly accountId: string;
  readonly environment: BrokerPorts['environment'];
  /** What is not secret, by name; secrets come from the keychain. */
  readonly fields: BrokerPorts['fields'];
  /** In the place of the vendor's. */
  readonly addresses: BrokerPorts['addresses'];
  /** Keeps a field that is not secret and that the broker has changed itself. */
  readonly keepField?: BrokerPorts['keepField'];
}

/** Opens accounts at brokers, each in a process of its own. Secrets go from the keychain to that process only. */
export interface BrokerDesk {
  readonly definitions: readonly BrokerDefinition[];
  /** By id or alias. Throws an OctopusError with the nearest names. */
  definitionOf(id: string): BrokerDefinition;
  /** The sentence about a service that is closed and whose place another one has taken; null for any other id. */
  noticeOf(id: string): string | null;
  /** Throws as {@link definitionOf} does, and for an environment it lacks; all else that is wrong comes as a state. */
  open(id: string, account: BrokerAccount, sink: BrokerSink): BrokerConnection;
}

export function createBrokerDesk({
  host,
  clock,
  log,
  secrets,
  brokers = BROKERS,
}: BrokerDeskPorts): BrokerDesk {
  function definitionOf(id: string): BrokerDefinition {
    const found = brokers.find((one) => one.id === id || one.aliases?.some((alias) => alias.id === id));
    if (found) return found;
    const known = brokers.flatMap(({ id: own, aliases = [] }) => [own, ...aliases.map((alias) => alias.id)]);
    throw new OctopusError('BAD_REQUEST', unknownName('broker', id, known), { known });
  }

  return {
    definitions: brokers,
    definitionOf,
    noticeOf: (id) =>
      brokers.flatMap(({ aliases = [] }) => aliases).find((alias) => alias.id === id)?.notice ?? null,
    open(id, account, sink) {
      const definition = definitionOf(id);
      const { name: broker, environments } = definition;
      if (!environments.includes(account.environment))
        throw new OctopusError(
          'BAD_REQUEST',
          `${broker} has no ${account.environment} environment; it has ${environments.join(' and ')}`,
        );
      const renewed: Record<string, string> = {};
      const keepSecret = async (field: string, value: string): Promise<void> => {
        const name = { owner: definition.id, account: account.accountId, field };
        await secrets.set(name, value).catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          log.warn('a renewed secret is kept only until the engine stops', {
            broker: definition.id,
            field,
            reason,
          });
        });
      };
      return new BrokerProcess(
        {
          definition,
          id: `broker-${definition.id}-${account.accountId}`,
          host,
          clock,
          log,
          environment: account.environment,
          addresses: account.addresses,
          fields: async () => ({ ...(await brokerFields(secrets, definition, account)), ...renewed }),
          keepField(name, value) {
            renewed[name] = value;
            const isSecret = definition.fields.find((field) => field.name === name)?.isSecret ?? true;
            if (isSecret) void keepSecret(name, value);
            else account.keepField?.(name, value);
          },
        },
        sink,
      );
    },
  };
}
