import type { Channel, ChannelMessage } from './channel.ts';
import { createInbox } from './inbox.ts';
import { asChannelMessage } from './port-channel.ts';

/** A DOM WebSocket or a `ws` WebSocket, by shape. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  /** Bytes accepted by `send` and not yet on the wire. */
  readonly bufferedAmount: number;
  send(data: string | ArrayBuffer): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
}

const CONNECTING = 0;
const OPEN = 1;

/** A reader this far behind is given up: its line is closed rather than letting memory grow. */
const UNSENT_BYTES_MAX = 64 * 1024 * 1024;

/** A {@link Channel} over a WebSocket, which may still be connecting: what is posted meanwhile is sent once it opens. */
export function createSocketChannel(socket: SocketLike): Channel {
  const inbox = createInbox();
  let waiting: ChannelMessage[] = [];
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (event) => {
    const message = asChannelMessage(event.data);
    if (message !== undefined) inbox.deliver(message);
  });
  socket.addEventListener('open', () => {
    for (const message of waiting.splice(0)) socket.send(message);
  });
  socket.addEventListener('close', inbox.end);
  // A failed socket also closes; this listener keeps the failure from being thrown as unhandled.
  socket.addEventListener('error', inbox.end);

  function close(): void {
    if (inbox.isEnded) return;
    waiting = [];
    inbox.discard();
    socket.close(1000);
  }

  return {
    post(message) {
      if (inbox.isEnded) return;
      if (socket.readyState === CONNECTING) waiting.push(message);
      else if (socket.readyState === OPEN) {
        socket.send(message);
        if (socket.bufferedAmount > UNSENT_BYTES_MAX) close();
      }
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close,
  };
}
