import type { Channel, ChannelMessage } from './channel.ts';
import { createInbox } from './inbox.ts';

/** A DOM MessagePort or a Node `worker_threads` MessagePort, by shape. */
export interface EventPort {
  postMessage(message: unknown): void;
  addEventListener(
    type: 'message' | 'close' | 'messageerror',
    listener: (event: { readonly data?: unknown }) => void,
  ): void;
  start?(): void;
  close(): void;
}

/** Electron's MessagePortMain, by shape: an emitter whose messages come wrapped in `{ data }`. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  start?(): void;
  close(): void;
}

/** A {@link Channel} over any MessagePort-like object; takes the port over and starts it. */
export function createPortChannel(port: EventPort | EmitterPort): Channel {
  const inbox = createInbox();
  const receive = (data: unknown): void => {
    const message = asChannelMessage(data);
    if (message !== undefined) inbox.deliver(message);
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', (event) => receive(event.data));
    port.addEventListener('close', inbox.end);
  } else {
    port.on('message', (event) => receive(event.data));
    port.on('close', inbox.end);
  }
  port.start?.();
  return {
    post(message) {
      if (!inbox.isEnded) port.postMessage(message);
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close() {
      if (inbox.isEnded) return;
      inbox.discard();
      port.close();
    },
  };
}

/** Text and bytes pass; a Node Buffer or other view becomes an ArrayBuffer of its own; anything else is dropped. */
export function asChannelMessage(data: unknown): ChannelMessage | undefined {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  if (!ArrayBuffer.isView(data)) return undefined;
  const bytes = new Uint8Array(data.byteLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return bytes.buffer;
}
