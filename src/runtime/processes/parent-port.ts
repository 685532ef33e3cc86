/** Electron's MessagePortMain, by shape, so that this room need not know Electron. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The line from a utility process to Electron's main process, by shape. */
export interface ParentPortLike {
  postMessage(message: unknown): void;
  on(
    type: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void,
  ): unknown;
}

/** The parent port when this process is an Electron utility process. */
export function parentPortOf(owner: object): ParentPortLike | undefined {
  if (!('parentPort' in owner)) return undefined;
  const { parentPort } = owner as { parentPort: ParentPortLike | null };
  return parentPort ?? undefined;
}
