import type { MessagePortMain } from 'electron';
import type { EngineToMain } from '#runtime/processes/bridge-messages';

/** One running engine process, whichever way it was started. */
export interface EngineProcess {
  /** Gives a window's two ports to the engine; they close when the engine ends. */
  connect(id: string, rpc: MessagePortMain, feed: MessagePortMain): void;
  /** Asks it to end in good order. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
  /** Only `ready` and `failed` come here. */
  onMessage(listener: (message: EngineToMain) => void): void;
  /** Called once. */
  onExit(listener: (code: number | null) => void): void;
}
