import type { z } from 'zod';
import type { AccountView } from '#contract/services/accounts';
import type { StrategyInfo } from '#contract/services/backtests';
import type { runAutonomy, strategyRunConfiguration } from '#contract/services/strategy-runs';
import type { Timeframe } from '#domain/market/timeframe';
import { noteStrategyProblem, readNumber, readParameters } from '../backtest/read-parameters.ts';
import { symbolsOf } from '../data/stream-text.ts';

export type RunAutonomy = z.infer<typeof runAutonomy>;
export type StartRequest = z.input<typeof strategyRunConfiguration>;

const SYMBOLS_MAX = 50;

/** What a person typed to start a run, as typed. */
export interface StartDraft {
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly account: string;
  readonly symbols: string;
  readonly timeframe: Timeframe;
  readonly autonomy: RunAutonomy;
  /** Percent of equity, of a built-in strategy. */
  readonly sizePct: string;
}

export const EMPTY_DRAFT: StartDraft = {
  strategy: '',
  parameters: {},
  account: '',
  symbols: '',
  timeframe: '1m',
  autonomy: 'suggest',
  sizePct: '20',
};

/** How far a run goes by itself: its word, and the sentence that says what happens. */
export const AUTONOMIES: readonly { readonly value: RunAutonomy; readonly sentence: string }[] = [
  { value: 'off', sentence: 'It watches: notes and decisions are counted, nothing is kept.' },
  { value: 'suggest', sentence: 'Decisions are journaled with what they saw, nothing is sent.' },
  { value: 'confirm', sentence: 'Each order is a proposal that waits five minutes for your click.' },
  { value: 'auto', sentence: 'Orders are judged by compliance and risk, journaled and sent.' },
];

/**
 * The request of a draft, or what is wrong with it by field. Parameter problems stand under `parameter:name`; `examples`
 * are symbols that the account could trade.
 */
export function startRequestOf(
  draft: StartDraft,
  strategy: StrategyInfo | undefined,
  examples: readonly string[],
): { readonly request: StartRequest } | { readonly errors: Readonly<Record<string, string>> } {
  const errors: Record<string, string> = {};
  noteStrategyProblem(errors, strategy);
  const parameters = readParameters(errors, strategy, draft.parameters);
  if (draft.account === '') errors['account'] = 'Choose an account.';
  const symbols = symbolsOf(draft.symbols);
  if (symbols.length === 0)
    errors['symbols'] = `Name a symbol, such as ${examples.slice(0, 2).join(' or ')}.`;
  if (symbols.length > SYMBOLS_MAX) errors['symbols'] = `At most ${SYMBOLS_MAX} symbols.`;
  const { account, timeframe, autonomy } = draft;
  const request: StartRequest = {
    strategy: draft.strategy,
    parameters,
    account,
    symbols,
    timeframe,
    autonomy,
  };
  if (strategy?.kind === 'built-in') {
    const percent = readNumber(errors, 'sizePct', draft.sizePct, { minimum: 0.1, maximum: 100 });
    request.size = Number((percent / 100).toPrecision(12));
  }
  return Object.keys(errors).length > 0 ? { errors } : { request };
}

/** Whether orders of the draft trade money without a person looking at each. */
export function sendsMoney({ autonomy }: StartDraft, account: AccountView | undefined): boolean {
  return autonomy === 'auto' && account?.environment === 'live';
}
