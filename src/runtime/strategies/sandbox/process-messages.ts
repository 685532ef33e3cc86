import type { ParameterValues } from '#domain/indicators/indicator';
import type { LoggedTrials } from '#engine/ports/trial-log';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { RunInput, RunSetup } from '#engine/strategy-runs/run-messages';
import type { LiveReply } from './live-thread.ts';
import type { AccountJob, LabJob, StrategyReport } from './strategy-job.ts';

export interface SandboxLimits {
  /** Longest time between two signs of life; then the strategy is ended. */
  readonly hangMs?: number;
  /** Largest heap of a thread of the strategy, and as much again for its typed arrays. */
  readonly memoryMb?: number;
}

/** What a strategy process is started for. */
export interface StrategyWork extends StrategySource {
  readonly limits: Required<SandboxLimits>;
  readonly task:
    | { readonly kind: 'describe'; readonly parameters: ParameterValues }
    | { readonly kind: 'run'; readonly run: AccountJob }
    | { readonly kind: 'lab'; readonly lab: Omit<LabJob, 'kept'> }
    /** Lives on its inputs until it is ended. */
    | { readonly kind: 'live'; readonly setup: RunSetup };
}

/** What a strategy process is told: its work first of all. */
export type ToStrategy =
  | { readonly kind: 'work'; readonly work: StrategyWork }
  /** The trials it told last are on the disk. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'input'; readonly input: RunInput };

/** How the work ended. */
export type StrategyEnd = Extract<StrategyReport, { kind: 'described' | 'done' | 'finished' | 'failed' }>;

/** What it says; nothing follows an end. */
export type FromStrategy =
  | Extract<StrategyReport, { kind: 'progress' }>
  | { readonly kind: 'keep'; readonly trials: LoggedTrials }
  /** To the inputs, in their order. */
  | { readonly kind: 'reply'; readonly reply: LiveReply }
  | { readonly kind: 'ended'; readonly end: StrategyEnd };
