import type { Channel, ChannelMessage } from './channel.ts';
import { createInbox, type Inbox } from './inbox.ts';

/**
 * Two ends of one line inside a process. Messages arrive in a later microtask, in order; binary ones are copied,
 * as every other transport does.
 */
export function createMemoryChannelPair(): [Channel, Channel] {
  const first = createInbox();
  const second = createInbox();
  return [channelEnd(first, second), channelEnd(second, first)];
}

function channelEnd(own: Inbox, other: Inbox): Channel {
  return {
    post(message: ChannelMessage) {
      if (own.isEnded) return;
      const sent = typeof message === 'string' ? message : message.slice(0);
      queueMicrotask(() => other.deliver(sent));
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close() {
      if (own.isEnded) return;
      own.discard();
      queueMicrotask(other.end);
    },
  };
}
