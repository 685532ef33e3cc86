import { feeModelOf } from '#domain/orders/fee-model';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';

/** The simulated venue unless another is named, and what it charges. */
export const executionConfig = {
  venue: PAPER_VENUE.id,
  fee: feeModelOf(PAPER_VENUE.costs.commission),
} as const;
