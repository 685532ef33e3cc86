import { BrokerError, type BrokerErrorKind } from '#engine/ports/broker-error';

/**
 * A request that was no success. `unsent`: certainly not taken. `refused`: answered with a no. `unknown`: it may have
 * been taken. The message is the exchange's reason, without secrets.
 */
export class VenueFailure extends Error {
  readonly fate: 'unsent' | 'refused' | 'unknown';
  readonly kind: BrokerErrorKind | 'not-found';
  readonly retryAfterMs: number | null;

  constructor(
    fate: VenueFailure['fate'],
    kind: VenueFailure['kind'],
    reason: string,
    retryAfterMs: number | null = null,
  ) {
    super(reason);
    this.fate = fate;
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const ADVICE: Readonly<Record<BrokerErrorKind, string>> = {
  unauthorised: 'enter valid keys with the right to trade',
  'rate-limited': 'ask again later',
  unavailable: 'check the connection, then ask again',
  malformed: 'ask again; report this when it stays',
  unsupported: 'look at its own page',
};

/** The error that a question rejects with. */
export function brokerErrorOf(error: unknown, broker: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof VenueFailure))
    return new BrokerError('malformed', broker, `${reason}; ${ADVICE.malformed}`);
  const kind = error.kind === 'not-found' ? 'malformed' : error.kind;
  return new BrokerError(kind, broker, `${reason}; ${ADVICE[kind]}`, error.retryAfterMs);
}
