import { createKeyringSecretStore } from '#adapters/secrets/keyring/keyring-secret-store';
import type { SecretName } from '#engine/ports/secret-store';

/** What a keychain answers, as a process of the engine would ask it; one line of JSON. */
const name: SecretName = { owner: 'alpaca', account: 'main', field: 'secretKey' };
const other: SecretName = { ...name, account: 'second' };
const options = { environment: process.env, platform: process.platform };
const store = createKeyringSecretStore(options);
const state = await store.describe();
const before = await store.get(name);
await store.set(name, 'first-value');
await store.set(name, 'kept-in-the-keychain');
await store.set(other, 'of-another-account');
const again = createKeyringSecretStore(options);
process.env['OCTOPUS_ALPACA_SECRET_KEY'] = 'from-the-environment';
const after = [await again.get(name), await again.get(other)];
const deleted = [await again.delete(name), await again.delete(name)];
const withoutIt = await again.get(name);
process.stdout.write(JSON.stringify({ state, before, after, deleted, withoutIt }));
