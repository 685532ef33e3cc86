import { OctopusError } from '#contract/errors';

/**
 * `unauthorised`: the keys or the login are refused. `rate-limited`: asked too often. `unavailable`: no answer, or a
 * broker in trouble. `malformed`: an answer that cannot be read. `unsupported`: what this broker never does.
 */
export type BrokerErrorKind = 'unauthorised' | 'rate-limited' | 'unavailable' | 'malformed' | 'unsupported';

/** A broker could not answer a question. The message names it, says what happened and what to do, and holds no secret. */
export class BrokerError extends OctopusError {
  readonly kind: BrokerErrorKind;
  readonly broker: string;
  readonly retryAfterMs: number | null;

  constructor(kind: BrokerErrorKind, broker: string, sentence: string, retryAfterMs: number | null = null) {
    super('BROKER_FAILED', `${broker}: ${sentence}`, { kind, broker, retryAfterMs });
    this.kind = kind;
    this.broker = broker;
    this.retryAfterMs = retryAfterMs;
  }
}
