import type { SubscriptionView } from '#contract/services/streams';
import { MissedStretches } from './missed-stretches.ts';
import type { SlotCounts } from './slot-ledger.ts';
import type { StreamConnections } from './stream-connections.ts';
import { subscriptionState } from './subscription-state.ts';

/** A symbol that is to stream, and how far it does. */
export interface LiveSubscription {
  readonly symbol: string;
  readonly slot: number;
  readonly chain: readonly string[];
  /** Null while none of the chain serves. */
  source: string | null;
  /** Why an earlier source of the chain does not serve. */
  reason: string | null;
  readonly missed: MissedStretches;
  isFilling: boolean;
  /** Since when its source has not been live for it yet; null when it is, and says itself what it misses. */
  awaitedSince: number | null;
}

export function freshSubscription(
  symbol: string,
  { slot, chain }: Pick<LiveSubscription, 'slot' | 'chain'>,
): LiveSubscription {
  return {
    symbol,
    slot,
    chain,
    source: null,
    reason: null,
    missed: new MissedStretches(),
    isFilling: false,
    awaitedSince: null,
  };
}

/** A subscription as it crosses the line. */
export function subscriptionView(
  { symbol, chain, source, missed, reason }: LiveSubscription,
  {
    connections,
    counts,
    now,
    isMarketOpen,
  }: { connections: StreamConnections; counts: SlotCounts; now: number; isMarketOpen: () => boolean },
): SubscriptionView {
  const known = (time: number): number | null => (Number.isNaN(time) ? null : time);
  const { lastEventTime, lastReceivedTime, accepted, rejected } = counts;
  const connection = source === null ? null : connections.of(source);
  return {
    symbol,
    chain: [...chain],
    source,
    isSimulated: connections.isSimulated(source ?? chain[0]!),
    ...subscriptionState({ reason, connection, lastReceivedTime, now, isMarketOpen }),
    lastEventTime: known(lastEventTime),
    lastReceivedTime: known(lastReceivedTime),
    accepted,
    rejected,
    missed: missed.views(),
  };
}
