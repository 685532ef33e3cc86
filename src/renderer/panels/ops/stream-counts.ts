import type { SubscriptionView } from '#contract/services/streams';

/** How many symbols stream, and how many would but do not; one that is silent too long counts as waiting. */
export function streamCounts(subscriptions: readonly Pick<SubscriptionView, 'state'>[]): {
  readonly live: number;
  readonly waiting: number;
} {
  const live = subscriptions.filter(({ state }) => state === 'live').length;
  return { live, waiting: subscriptions.length - live };
}
