/** One connection that comes back by itself. */
export interface SocketRequest {
  /** Below the address the client was made for: `/stream?streams=…`. */
  readonly path: string;
  /** Parts of the query that are secret: their values never appear in a message or a log. */
  readonly secretQuery?: Readonly<Record<string, string>>;
  /** Silence after which the connection is taken for dead and made anew. */
  readonly idleMs: number;
}

export interface SocketHandlers {
  /** An attempt begins, counted from 1 since the last lasting connection. */
  connecting?(attempt: number): void;
  /** Connected, for the first time or again: subscribe now. */
  opened(): void;
  /** One message as bytes, valid during the call only. `receivedTime` in milliseconds, fractions allowed. */
  message(bytes: Uint8Array, receivedTime: number): void;
  /** Not connected now; tried again at `retryTime`, or never when it is null. */
  lost(reason: string, retryTime: number | null): void;
}

export interface SocketLine {
  /** False when there is no connection at the moment. */
  send(text: string): boolean;
  /** Drops the connection and makes it anew: what came last made no sense. At once, unless it had only just begun. */
  reconnect(reason: string): void;
  close(): void;
}

/** Opens sockets to one vendor; waits ever longer between attempts, with chance in it, and gives up only when refused. */
export interface SocketClient {
  connect(request: SocketRequest, handlers: SocketHandlers): SocketLine;
}
