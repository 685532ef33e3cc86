import { OctopusError } from '#contract/errors';
import {
  type SecretName,
  type SecretStore,
  type SecretStoreState,
  secretVariable,
} from '#engine/ports/secret-store';

/** The part of `@napi-rs/keyring` used here. */
interface KeyringEntry {
  setPassword(password: string, signal?: AbortSignal): Promise<void>;
  getPassword(signal?: AbortSignal): Promise<string | null>;
  deleteCredential(signal?: AbortSignal): Promise<boolean>;
}

export interface KeyringOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Under which secrets stand in the keychain; another one for tests. */
  readonly service?: string;
  /** A keychain that has not answered by then, perhaps because it waits for its password, is taken for absent. */
  readonly answerLimitMs?: number;
}

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
};
const WHAT_TO_DO: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'unlock the login keychain in Keychain Access',
  win32: 'sign in with a user profile that has the Credential Manager service',
};
const WHAT_TO_DO_ELSEWHERE =
  'install and unlock one (gnome-keyring or KWallet), on a server inside `dbus-run-session`';
const SECRET_VARIABLE = /^OCTOPUS_\w+_(KEY|SECRET|TOKEN|PASSWORD|PASSPHRASE)$/;
const PROBE: SecretName = { owner: 'octopus', account: '', field: 'probe' };

/** Secrets in the keychain of the operating system: macOS Keychain, Windows Credential Manager, Secret Service. */
export function createKeyringSecretStore({
  environment,
  platform,
  service = 'Octopus',
  answerLimitMs = 30_000,
}: KeyringOptions): SecretStore {
  async function entryOf({ owner, account, field }: SecretName): Promise<KeyringEntry> {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    // The kernel's keyring would answer too, but forgets everything when the machine restarts.
    const options = platform === 'linux' ? { linux: { store: 'secret-service' as const } } : undefined;
    return new AsyncEntry(service, [owner, account, field].join('/'), options);
  }

  async function ask<Answer>(
    name: SecretName,
    question: (entry: KeyringEntry, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const signal = AbortSignal.timeout(answerLimitMs);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('it did not answer')), { once: true });
    });
    return Promise.race([entryOf(name).then((entry) => question(entry, signal)), late]);
  }

  function refused(error: unknown): OctopusError {
    return new OctopusError('STORE_READ_ONLY', `the secret is not kept: ${sentence(platform, error)}`);
  }

  return {
    async get(name) {
      const kept = await ask(name, (entry, signal) => entry.getPassword(signal)).catch(() => null);
      return kept ?? (environment[secretVariable(name)]?.trim() || null);
    },
    async set(name, value) {
      try {
        await ask(name, (entry, signal) => entry.setPassword(value, signal));
      } catch (error) {
        throw refused(error);
      }
    },
    async delete(name) {
      try {
        return await ask(name, (entry, signal) => entry.deleteCredential(signal));
      } catch (error) {
        throw refused(error);
      }
    },
    async describe(): Promise<SecretStoreState> {
      const name = NAMES[platform] ?? 'Secret Service';
      try {
        await ask(PROBE, (entry, signal) => entry.getPassword(signal));
        return { kind: 'keychain', name, problem: null };
      } catch (error) {
        const problem = sentence(platform, error);
        return Object.keys(environment).some((variable) => SECRET_VARIABLE.test(variable))
          ? { kind: 'environment', name: 'environment variables', problem }
          : { kind: 'none', name: 'nothing', problem };
      }
    },
  };
}

function sentence(platform: NodeJS.Platform, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const keychain = NAMES[platform] ?? 'Secret Service';
  const advice = WHAT_TO_DO[platform] ?? WHAT_TO_DO_ELSEWHERE;
  return `${keychain} does not answer (${reason}); ${advice}, or give the secret as an environment variable, such as ${secretVariable({ owner: 'alpaca', field: 'secretKey' })}`;
}
