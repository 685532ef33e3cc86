import type { Channel } from '#contract/rpc/channel';
import { createInbox, type Inbox } from '#contract/rpc/inbox';
import type { EngineToMain, LineName, MainToEngine } from './bridge-messages.ts';

/** Lines to windows whose messages main relays, told apart by connection id. Closing one line closes its twin. */
export interface RelayedLines {
  /** The RPC line and the feed line of a new connection. */
  open(id: string): [rpc: Channel, feed: Channel];
  receive(message: MainToEngine): void;
}

export function createRelayedLines(post: (message: EngineToMain) => void): RelayedLines {
  const inboxes = new Map<string, Record<LineName, Inbox>>();

  function line(id: string, channel: LineName, inbox: Inbox): Channel {
    return {
      post(data) {
        if (!inbox.isEnded) post({ kind: 'frame', id, channel, data });
      },
      onMessage: inbox.onMessage,
      onClose: inbox.onClose,
      close() {
        const pair = inboxes.get(id);
        if (!pair || inbox.isEnded) return;
        inboxes.delete(id);
        inbox.discard();
        pair.rpc.end();
        pair.feed.end();
        post({ kind: 'closed', id });
      },
    };
  }

  return {
    open(id) {
      const pair = { rpc: createInbox(), feed: createInbox() };
      inboxes.set(id, pair);
      return [line(id, 'rpc', pair.rpc), line(id, 'feed', pair.feed)];
    },
    receive(message) {
      if (message.kind === 'frame') inboxes.get(message.id)?.[message.channel].deliver(message.data);
      if (message.kind !== 'closed') return;
      const pair = inboxes.get(message.id);
      inboxes.delete(message.id);
      pair?.rpc.end();
      pair?.feed.end();
    },
  };
}
