import { OctopusError } from '#contract/errors';
import type { BrokerDefinition, BrokerPorts } from '#engine/ports/broker';
import { type SecretStore, secretVariable } from '#engine/ports/secret-store';

/**
 * Everything a connection to an account is opened with: what is told, secrets from the keychain, the usual where neither
 * says. Throws BROKER_FAILED with what a person has to enter first.
 */
export async function brokerFields(
  secrets: SecretStore,
  { id: owner, name: broker, fields: wanted }: Pick<BrokerDefinition, 'id' | 'name' | 'fields'>,
  account: { readonly accountId: string; readonly fields: BrokerPorts['fields'] },
): Promise<BrokerPorts['fields']> {
  const entries = await Promise.all(
    wanted.map(async ({ name, isSecret, default: usual }) => {
      const kept = isSecret
        ? await secrets.get({ owner, account: account.accountId, field: name })
        : account.fields[name];
      return [name, kept || usual || ''] as const;
    }),
  );
  const fields = Object.fromEntries(entries.filter(([, value]) => value !== ''));
  const missing = wanted.filter(({ name, isRequired }) => isRequired && !(name in fields));
  if (missing.length === 0) return fields;
  const labels = missing.map(({ label }) => label).join(' and ');
  const variables = missing.map(({ name }) => secretVariable({ owner, field: name })).join(' and ');
  const { problem } = await secrets.describe();
  throw new OctopusError(
    'BROKER_FAILED',
    `${broker} has no ${labels} yet; enter it under Accounts, where it goes into the keychain, or set ${variables}${problem ? `. ${problem}` : ''}`,
  );
}
