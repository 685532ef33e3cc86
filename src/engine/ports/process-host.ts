import type { Channel } from '#contract/rpc/channel';

/** A process (or, in process, a stand-in for one) that runs an entry and speaks over a channel. */
export interface HostedProcess {
  readonly pid: number | null;
  readonly channel: StructuredChannel;
  /** Called once. `code` is null when a signal ended it. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** A line to a process of our own: messages are structured clones, so typed arrays arrive as typed arrays. */
export interface StructuredChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
}

/**
 * What a process runs: heavy tasks one at a time, the connection to one account at a broker, or the watchdog, which alone
 * outlives the engine that started it.
 */
export type ProcessEntry = 'worker' | 'broker' | 'watchdog';

/** Starts processes. Three hosts: Electron utility process, Node child process, in-process. */
export interface ProcessHost {
  readonly kind: 'electron' | 'child-process' | 'in-process';
  spawn(entry: ProcessEntry, id: string): HostedProcess;
}

export type { Channel };
