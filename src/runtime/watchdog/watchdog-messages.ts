import type { WatchdogSettings } from '#contract/services/watchdog';
import type { BrokerOrder, BrokerOrderRef, BrokerPorts } from '#engine/ports/broker';

/** An account at a broker whose orders rest there, as it takes to act for it without the engine. No secret is in it. */
export interface GuardedAccount extends Pick<BrokerPorts, 'environment' | 'fields' | 'addresses'> {
  readonly account: string;
  /** Id of the broker. */
  readonly broker: string;
  /** Orders that the broker has, or may have. */
  readonly orders: readonly BrokerOrderRef[];
  /** What the account holds, to be closed when the watchdog is set to flatten. */
  readonly held: readonly BrokerOrder['instrument'][];
}

/** What the watchdog is to do, for whom, and after how long. Anything the engine says is a sign of life. */
export interface Guard {
  readonly kind: 'guard';
  /** One life of an engine: in it the watchdog acts at most once. */
  readonly engineId: string;
  /** Where claims and acts are kept. */
  readonly folder: string;
  readonly limitMs: number;
  readonly action: WatchdogSettings['action'];
  readonly accounts: readonly GuardedAccount[];
}

export type EngineToWatchdog =
  | Guard
  | { readonly kind: 'beat' }
  /** The engine ends in good order: the watchdog does too. */
  | { readonly kind: 'good-bye' }
  /** Of drills: not to watch, but to be the engine that is watched, and to freeze. */
  | { readonly kind: 'play-engine' }
  | { readonly kind: 'freeze' };

export type WatchdogToEngine = { readonly kind: 'up' } | { readonly kind: 'beat' };

/** Time between two signs of life, ms. */
export const BEAT_PERIOD_MS = 500;
