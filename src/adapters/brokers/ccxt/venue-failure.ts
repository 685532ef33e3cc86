import { BrokerError } from '#engine/ports/broker-error';
import { type BrokerFailure, questionError } from '#engine/ports/broker-request';

/** A request that was no success. The reason holds no secret. */
export class VenueFailure extends Error {
  readonly failure: BrokerFailure;
  /** The exchange is sure that it has no such order. */
  readonly isUnknownOrder: boolean;

  constructor(failure: BrokerFailure, isUnknownOrder = false) {
    super(failure.reason);
    this.failure = failure;
    this.isUnknownOrder = isUnknownOrder;
  }
}

/** What an error means for the request that was made: an answer that cannot be read may well be a yes. */
export function failureOf(error: unknown): BrokerFailure {
  if (error instanceof VenueFailure) return error.failure;
  return {
    kind: 'unknown',
    reason: error instanceof Error ? error.message : String(error),
    isMalformed: true,
  };
}

/** The error that a question rejects with. */
export function brokerErrorOf(error: unknown, broker: string): BrokerError {
  return error instanceof BrokerError ? error : questionError(broker, failureOf(error));
}
