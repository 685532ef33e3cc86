import type { BrokerDefinition } from '#engine/ports/broker';
import type { SecretStore } from '#engine/ports/secret-store';

type Login = Pick<BrokerDefinition, 'id' | 'fields'>;
type Fields = Readonly<Record<string, string>>;

/** Puts what is secret of a login into the keychain; answers the rest, which may be kept elsewhere. */
export async function keepSecrets(
  secrets: SecretStore,
  { id, fields }: Login,
  { account, fields: given }: { account: string; fields: Fields },
): Promise<Fields> {
  const open: Record<string, string> = {};
  for (const { name, isSecret } of fields) {
    const value = given[name];
    if (!isSecret && value !== undefined) open[name] = value;
    if (isSecret && value) await secrets.set({ owner: id, account, field: name }, value);
  }
  return open;
}

/** Takes an account's login out of the keychain. */
export async function forgetSecrets(
  secrets: SecretStore,
  { id, fields }: Login,
  account: string,
): Promise<void> {
  for (const { name, isSecret } of fields)
    if (isSecret) await secrets.delete({ owner: id, account, field: name });
}
