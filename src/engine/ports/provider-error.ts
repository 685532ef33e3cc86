import { OctopusError } from '#contract/errors';

/**
 * `rate-limited`: too many requests, ours or the vendor's count. `unauthorised`: no key, a wrong one, or a plan without
 * it. `not-found`: the vendor knows no such symbol. `unavailable`: no answer, or that of a vendor in trouble.
 * `malformed`: an answer that cannot be read. `unsupported`: what this provider never has.
 */
export type ProviderErrorKind =
  | 'rate-limited'
  | 'unauthorised'
  | 'not-found'
  | 'unavailable'
  | 'malformed'
  | 'unsupported';

/** A provider could not answer. The message names it, says what happened and what to do, and holds no secret. */
export class ProviderError extends OctopusError {
  readonly kind: ProviderErrorKind;
  readonly provider: string;
  /** Milliseconds after which trying again makes sense; null when that cannot be told. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: ProviderErrorKind,
    provider: string,
    sentence: string,
    retryAfterMs: number | null = null,
  ) {
    super('PROVIDER_FAILED', `${provider}: ${sentence}`, { kind, provider, retryAfterMs });
    this.kind = kind;
    this.provider = provider;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The refusal for an answer of another shape than the vendor documents. */
export function malformedAnswer(provider: string, what: string): ProviderError {
  return new ProviderError(
    'malformed',
    provider,
    `its answer ${what}; its interface may have changed, use another provider meanwhile`,
  );
}

/** The refusal for a symbol the vendor does not know. */
export function symbolNotFound(provider: string, symbol: string, advice: string): ProviderError {
  return new ProviderError('not-found', provider, `it knows no symbol ${symbol}; ${advice}`);
}

/** `retry in 40 seconds`, `retry in 3 hours`. */
export function retryAdvice(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return 'retry later, or use another provider';
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  if (seconds < 120) return `retry in ${seconds} seconds, or use another provider`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `retry in ${minutes} minutes, or use another provider`;
  return `retry in ${Math.ceil(minutes / 60)} hours, or use another provider`;
}
