import type { MessagePort } from 'node:worker_threads';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { LoggedTrials } from '#engine/ports/trial-log';
import type { AccountRequest } from '#engine/simulation/backtest/account-request';
import type { AccountOutcome } from '#engine/simulation/backtest/account-result';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { RunSetup } from '#engine/strategy-runs/run-messages';
import type { Beats } from './watched-module.ts';

/** One run over an account. */
export type AccountJob = Omit<AccountRequest, 'strategy' | 'parameters'> & {
  readonly parameters: ParameterValues;
};

/** Work of the lab, done beside the strategy: `task` is the name a worker knows it by. */
export interface LabJob {
  readonly task: string;
  readonly work: unknown;
  /** Threads that may be hired to help. */
  readonly spare: number;
  /** Trials of an earlier run of the same search. */
  readonly logged: readonly LoggedTrials[];
  /** Counts the batches of trials that are on the disk. */
  readonly kept: Int32Array;
}

/** What a thread is started with. */
export interface StrategyJob extends StrategySource {
  readonly task:
    | { readonly kind: 'describe'; readonly parameters: ParameterValues }
    | { readonly kind: 'run'; readonly run: AccountJob }
    | { readonly kind: 'lab'; readonly lab: LabJob }
    | { readonly kind: 'help'; readonly line: MessagePort }
    /** Lives on what comes down the line, until the thread is ended. */
    | { readonly kind: 'live'; readonly setup: RunSetup; readonly line: MessagePort };
  readonly beats: Beats;
  /** Of this thread in `beats`. */
  readonly place: number;
}

/** What a thread says. */
export type StrategyReport =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'described'; readonly description: StrategyDescription }
  | {
      readonly kind: 'done';
      readonly outcome: AccountOutcome;
      readonly parameters: ParameterValues;
      readonly name: string;
    }
  /** Another thread is wanted at the other end of `line`. */
  | { readonly kind: 'hire'; readonly number: number; readonly line: MessagePort }
  | { readonly kind: 'dismiss'; readonly number: number }
  /** Trials to be put on the disk; the thread waits until `kept` counts them. */
  | { readonly kind: 'keep'; readonly trials: LoggedTrials }
  | { readonly kind: 'finished'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly code: 'BAD_REQUEST' | 'TASK_FAILED'; readonly message: string };

/** What a thread is told while it runs: a hired one has ended. */
export interface HelperEnded {
  readonly number: number;
  readonly code: number;
}

/** The line to the process that started the thread. */
export interface StrategyLine {
  post(report: StrategyReport, transfer?: readonly object[]): void;
  onHelperEnded(listener: (ended: HelperEnded) => void): void;
}
