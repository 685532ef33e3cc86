import type { z } from 'zod';
import { type BacktestResult, backtestResult } from '#contract/services/backtests';
import {
  type MonteCarloResult,
  type monteCarloInput,
  monteCarloResult,
  type OverfittingResult,
  type overfittingInput,
  overfittingResult,
  searchResult,
  sweepResult,
  type VerdictResult,
  verdictResult,
  type WalkForwardResult,
  type walkForwardInput,
  walkForwardResult,
} from '#contract/services/lab';
import type { BacktestRequest } from '../backtest-form.ts';
import type { FoundParameters, SearchRequest } from './search-draft.ts';
import type { TaskKind } from './use-task-run.ts';

export type WalkForwardRequest = z.input<typeof walkForwardInput>;
export type MonteCarloRequest = z.input<typeof monteCarloInput>;
export type OverfittingRequest = z.input<typeof overfittingInput>;

export const BACKTEST_TASK: TaskKind<BacktestRequest, BacktestResult> = {
  name: 'The backtest',
  submit: (engine, request, options) => engine.backtests.run(request, options),
  read: (result) => backtestResult.parse(result),
};

export const VERDICT_TASK: TaskKind<BacktestRequest, VerdictResult> = {
  name: 'The verdict',
  submit: (engine, request, options) => engine.lab.verdict(request, options),
  read: (result) => verdictResult.parse(result),
};

export const SEARCH_TASK: TaskKind<SearchRequest, FoundParameters> = {
  name: 'The search',
  submit: (engine, request, options) =>
    request.method === 'every' ? engine.lab.sweep(request, options) : engine.lab.search(request, options),
  read: (result) =>
    typeof result === 'object' && result !== null && 'method' in result
      ? searchResult.parse(result)
      : sweepResult.parse(result),
};

export const WALK_FORWARD_TASK: TaskKind<WalkForwardRequest, WalkForwardResult> = {
  name: 'The walk-forward analysis',
  submit: (engine, request, options) => engine.lab.walkForward(request, options),
  read: (result) => walkForwardResult.parse(result),
};

export const MONTE_CARLO_TASK: TaskKind<MonteCarloRequest, MonteCarloResult> = {
  name: 'The resampling',
  submit: (engine, request, options) => engine.lab.monteCarlo(request, options),
  read: (result) => monteCarloResult.parse(result),
};

export const OVERFITTING_TASK: TaskKind<OverfittingRequest, OverfittingResult> = {
  name: 'The overfitting check',
  submit: (engine, request, options) => engine.lab.overfitting(request, options),
  read: (result) => overfittingResult.parse(result),
};
