import type { SubscriptionView } from '#contract/services/streams';
import type { StreamState } from '#engine/ports/market-stream';

const STALE_MS = 60_000;

/** How a subscription stands, and why. */
export function subscriptionState({
  reason,
  connection,
  lastReceivedTime,
  now,
  isMarketOpen,
}: {
  /** Why an earlier source of the chain does not serve. */
  readonly reason: string | null;
  /** The source in use; null when none serves. */
  readonly connection: { readonly state: StreamState | null; readonly stateTime: number } | null;
  /** NaN before the first tick. */
  readonly lastReceivedTime: number;
  readonly now: number;
  readonly isMarketOpen: () => boolean;
}): Pick<SubscriptionView, 'state' | 'reason'> {
  if (connection === null) return { state: 'failed', reason };
  const { state, stateTime } = connection;
  if (state === null || state.kind === 'connecting') return { state: 'connecting', reason };
  if (state.kind === 'waiting') return { state: 'waiting', reason: reason ?? state.reason };
  if (state.kind === 'ended') return { state: 'failed', reason: reason ?? state.reason };
  const quietMs = now - (Number.isNaN(lastReceivedTime) ? stateTime : lastReceivedTime);
  if (quietMs < STALE_MS) return { state: 'live', reason };
  if (!isMarketOpen()) return { state: 'live', reason: reason ?? 'the market is closed' };
  return { state: 'stale', reason: reason ?? `nothing heard for ${Math.round(quietMs / 1_000)} s` };
}
