import type { ChannelMessage } from '#contract/rpc/channel';
import type { ProcessEntry } from '#engine/ports/process-host';

/** What main forks for the engine: all that is to end with it. */
export type UtilityEntry = Exclude<ProcessEntry, 'watchdog'>;

/** The two lines of one window. */
export type LineName = 'rpc' | 'feed';

/**
 * What passes between Electron's main process and the engine. A utility process gets the window's two ports with
 * `connect` and talks over them directly; a child process cannot, so main relays each message as a `frame`.
 */
export type MainToEngine =
  | { readonly kind: 'connect'; readonly id: string }
  | { readonly kind: 'frame'; readonly id: string; readonly channel: LineName; readonly data: ChannelMessage }
  | { readonly kind: 'closed'; readonly id: string }
  | { readonly kind: 'worker-port'; readonly id: string }
  | { readonly kind: 'worker-spawned'; readonly id: string; readonly pid: number }
  | { readonly kind: 'worker-exit'; readonly id: string; readonly code: number }
  | { readonly kind: 'stop' };

export type EngineToMain =
  | { readonly kind: 'ready' }
  /** The sentence a person should read about why the engine cannot run; its exit follows. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'frame'; readonly id: string; readonly channel: LineName; readonly data: ChannelMessage }
  | { readonly kind: 'closed'; readonly id: string }
  | { readonly kind: 'spawn-worker'; readonly entry: UtilityEntry; readonly id: string }
  | { readonly kind: 'kill-worker'; readonly id: string };
