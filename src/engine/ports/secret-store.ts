/** Which secret: the broker or provider it belongs to, the account there, and the field of its form. */
export interface SecretName {
  /** `alpaca`, `finnhub` */
  readonly owner: string;
  /** Empty where there is one account at most. */
  readonly account: string;
  /** `apiKey` */
  readonly field: string;
}

/**
 * Where secrets are. `keychain`: the operating system's. `environment`: none answers, so that they are read from
 * variables and none can be kept. `none`: there is neither.
 */
export interface SecretStoreState {
  readonly kind: 'keychain' | 'environment' | 'none';
  /** Name of what answers: `macOS Keychain`. */
  readonly name: string;
  /** What is wrong and what to do; null when all is well. */
  readonly problem: string | null;
}

/**
 * Keeps keys and passwords in the hands of the operating system: never in a file, the journal, the log or an answer.
 * An environment variable serves where the keychain has nothing of that name.
 */
export interface SecretStore {
  /** Null when there is none. A keychain that does not answer has none either; {@link describe} says why. */
  get(name: SecretName): Promise<string | null>;
  /** Throws an OctopusError `STORE_READ_ONLY` that says what to do where no keychain answers. */
  set(name: SecretName, value: string): Promise<void>;
  /** Whether there was one. Variables cannot be deleted. Throws as {@link set} does. */
  delete(name: SecretName): Promise<boolean>;
  /** Asks the keychain anew. */
  describe(): Promise<SecretStoreState>;
}

/** `OCTOPUS_INTERACTIVE_BROKERS_API_KEY` of owner `interactive-brokers` and field `apiKey`. */
export function secretVariable({ owner, field }: Pick<SecretName, 'owner' | 'field'>): string {
  const words = `${owner}_${field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')}`;
  return `OCTOPUS_${words.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;
}
