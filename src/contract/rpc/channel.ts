/**
 * A two-way line for messages: a MessagePort, a WebSocket, a child process or an in-memory pair.
 * Messages arrive in the order they were posted; after `close` nothing arrives and posting does nothing.
 */
export interface Channel {
  post(message: ChannelMessage): void;
  /** Registers the one reader; messages that came earlier are delivered first. */
  onMessage(listener: (message: ChannelMessage) => void): void;
  /** Called once, when either end closes or the line breaks. */
  onClose(listener: () => void): void;
  close(): void;
}

/** RPC travels as text, market data as binary. */
export type ChannelMessage = string | ArrayBuffer;
