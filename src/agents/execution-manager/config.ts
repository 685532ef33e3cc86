import { feePerUnit } from '#domain/orders/fee-model';
import { parseDecimal } from '#domain/values/decimal';

/** The paper venue's terms: 0.005 a share, at least 1.00 an order's fill. */
export const executionConfig = {
  venue: 'paper',
  fee: feePerUnit(parseDecimal('0.005'), parseDecimal('1')),
} as const;
