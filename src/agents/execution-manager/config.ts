import { contractFee, feeModelOf } from '#domain/orders/fee-model';
import { PAPER_VENUE } from '#domain/orders/venue-profiles';
import type { Decimal } from '#domain/values/decimal';

/** The simulated venue unless another is named, and what it charges. */
export const executionConfig = {
  venue: PAPER_VENUE.id,
  fee: feeModelOf(PAPER_VENUE.costs.commission),
  optionFee: (contracts: Decimal): Decimal => contractFee(PAPER_VENUE.costs.commission, contracts),
} as const;
