import type { TradingState } from '../journal/record-kinds.ts';

/** Why a trading state lets no order pass, or none but those towards flat; undefined when it does. */
export function whyNotTrading(state: TradingState, isTowardsFlat: boolean): string | undefined {
  if (state === 'halted') return 'trading is halted: no order is sent until you resume it';
  if (state === 'reducing' && !isTowardsFlat)
    return 'this account only reduces: orders that open or enlarge a position wait until you resume trading';
  return undefined;
}
