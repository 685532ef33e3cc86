import type { ChannelMessage } from './channel.ts';

/** The receiving half every channel shares: holds what arrives before there is a reader, and ends once. */
export interface Inbox {
  readonly isEnded: boolean;
  /** Hands a message to the reader, or keeps it until there is one. Nothing arrives once ended. */
  deliver(message: ChannelMessage): void;
  /** Ends the line because the other end did; messages kept so far still reach a reader who comes late. */
  end(): void;
  /** Ends the line from this side: messages kept so far are dropped too. */
  discard(): void;
  onMessage(listener: (message: ChannelMessage) => void): void;
  /** A listener that comes after the end is called in the next microtask. */
  onClose(listener: () => void): void;
}

export function createInbox(): Inbox {
  let isEnded = false;
  let kept: ChannelMessage[] = [];
  let reader: ((message: ChannelMessage) => void) | undefined;
  const closeListeners: (() => void)[] = [];

  function end(): void {
    if (isEnded) return;
    isEnded = true;
    for (const listener of closeListeners.splice(0)) listener();
  }

  return {
    get isEnded() {
      return isEnded;
    },
    deliver(message) {
      if (isEnded) return;
      if (reader === undefined) kept.push(message);
      else reader(message);
    },
    end,
    discard() {
      kept = [];
      end();
    },
    onMessage(listener) {
      reader = listener;
      const earlier = kept;
      kept = [];
      for (const message of earlier) listener(message);
    },
    onClose(listener) {
      if (isEnded) queueMicrotask(listener);
      else closeListeners.push(listener);
    },
  };
}
