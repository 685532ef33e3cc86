import type { HostedProcess } from './process-host.ts';

/** Starts threads of this process that work on trials; memory sent to them as a SharedArrayBuffer is shared, not copied. */
export interface ThreadHost {
  /** Threads that can run beside the one that asks; 0 on a machine with one core. */
  readonly spare: number;
  spawn(): HostedProcess;
}
