import type { z } from 'zod';
import type { SearchResult, SweepResult, searchInput, sweepInput } from '#contract/services/lab';
import type { BacktestRequest } from '../backtest-form.ts';
import { type RangeDraft, rangesOf } from './lab-draft.ts';

/** `every` goes through all combinations; the others choose what to try next by what they have seen. */
export type SearchMethod = 'every' | 'random' | 'bayesian' | 'genetic';

/** How parameters are searched for, as typed. */
export interface SearchDraft {
  readonly method: SearchMethod;
  /** Budget of the methods that choose. */
  readonly trials: string;
  readonly seed: string;
  readonly isPruning: boolean;
  /** Parameters of the heat map; empty for the first that vary. */
  readonly x: string;
  readonly y: string;
}

export const SEARCH_DRAFT: SearchDraft = {
  method: 'every',
  trials: '500',
  seed: '1',
  isPruning: true,
  x: '',
  y: '',
};

export const SEARCH_METHODS: readonly {
  readonly value: SearchMethod;
  readonly text: string;
  readonly hint: string;
}[] = [
  { value: 'every', text: 'Every one', hint: 'Grid: each combination once' },
  { value: 'random', text: 'Random', hint: 'Combinations drawn at random, none twice' },
  {
    value: 'bayesian',
    text: 'TPE',
    hint: 'Bayesian: tries where the good trials lie dense and the bad ones do not',
  },
  { value: 'genetic', text: 'Genetic', hint: 'Crosses and changes the best of each generation' },
];

export type SearchRequest =
  | ({ readonly method: 'every' } & z.input<typeof sweepInput>)
  | (z.input<typeof searchInput> & { readonly method: Exclude<SearchMethod, 'every'> });

/** What either way of searching found. */
export type FoundParameters = SweepResult | SearchResult;

/** A strategy on a series with parameters that were found, to be run. */
export type FoundChoice = Pick<FoundParameters, 'strategy' | 'symbol' | 'timeframe'> & {
  readonly parameters: Readonly<Record<string, number>>;
};

const TOP = 50;

/** The request of what is typed; the ranges and the budget must have been found sound before. */
export function searchRequestOf(
  request: BacktestRequest,
  ranges: RangeDraft,
  { method, trials, seed, isPruning, x, y }: SearchDraft,
): SearchRequest {
  const wanted = {
    ...request,
    ...rangesOf(ranges, request.parameters),
    top: TOP,
    ...(x === '' || y === '' || x === y ? {} : { axes: { x, y } }),
  };
  return method === 'every'
    ? { ...wanted, method }
    : { ...wanted, method, trials: Number(trials), seed: Number(seed), isPruning };
}
