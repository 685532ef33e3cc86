import type { AlgorithmView } from '#contract/services/algorithms';
import type { OrderView } from '#contract/services/trading';
import { isOpenStatus } from '#domain/orders/order-state';

/** Which states are listed. `doubtful`: nobody knows whether the broker has it. */
export const STATE_FILTERS = [
  { value: 'all', text: 'All' },
  { value: 'open', text: 'Open' },
  { value: 'doubtful', text: 'Unknown' },
  { value: 'filled', text: 'Filled' },
  { value: 'ended', text: 'Cancelled, expired' },
  { value: 'refused', text: 'Refused' },
] as const;
export type StateFilter = (typeof STATE_FILTERS)[number]['value'];

export interface OrderFilter {
  readonly state: StateFilter;
  /** Begins the symbol, or stands in origin, reason or one of the ids. */
  readonly text: string;
  /** `person` or a strategy's slug; empty for anybody. */
  readonly origin: string;
}

export const NO_FILTER: OrderFilter = { state: 'all', text: '', origin: '' };

export function isFiltering({ state, text, origin }: OrderFilter): boolean {
  return state !== 'all' || text.trim() !== '' || origin !== '';
}

export function matchesFilter(order: OrderView, filter: OrderFilter): boolean {
  if (filter.origin !== '' && order.origin !== filter.origin) return false;
  return isInState(order.status, filter.state) && matchesText(order, filter.text);
}

export function algorithmMatchesFilter(
  algorithm: AlgorithmView,
  { state, text, origin }: OrderFilter,
): boolean {
  const wanted = text.trim().toLowerCase();
  const isState =
    state === 'all' ||
    (state === 'open' && isAlgorithmOpen(algorithm)) ||
    (state === 'filled' && algorithm.filledQuantity === algorithm.quantity);
  return (
    isState &&
    origin === '' &&
    (wanted === '' || algorithm.symbol.toLowerCase().startsWith(wanted) || algorithm.kind === wanted)
  );
}

/** Whether an algorithm may still send orders. */
export function isAlgorithmOpen({ state }: Pick<AlgorithmView, 'state'>): boolean {
  return state !== 'finished' && state !== 'cancelled';
}

function isInState(status: OrderView['status'], filter: StateFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'open':
      return isOpenStatus(status);
    case 'doubtful':
      return status === 'unknown';
    case 'filled':
      return status === 'filled' || status === 'partially-filled';
    case 'ended':
      return status === 'cancelled' || status === 'expired';
    case 'refused':
      return status === 'refused' || status === 'rejected';
  }
}

function matchesText(order: OrderView, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const { symbol, origin, reason, statusReason = '', clientOrderId, venueOrderId = '' } = order;
  return (
    symbol.toLowerCase().startsWith(wanted) ||
    [origin, reason, statusReason, clientOrderId, venueOrderId].some((part) =>
      part.toLowerCase().includes(wanted),
    )
  );
}
