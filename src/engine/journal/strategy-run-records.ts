import type { StrategyRunConfiguration } from '#contract/services/strategy-runs';

/** What a run of a strategy on an account journals, beside its orders. */
export interface StrategyRunPayloads {
  /** With what the account held then: what a backtest of the same begins with. */
  StrategyRunStarted: {
    runId: string;
    account: string;
    configuration: StrategyRunConfiguration;
    /** Every parameter with its value. */
    parameters: Record<string, number>;
    name: string;
    strategyHash: string | null;
    /** Text of the file as it was started; a restart runs this text, whatever the file has become. */
    source: string | null;
    cash: string;
    equity: number;
    /** Symbols of the run that were held, with what was held of them. */
    held: Record<string, string>;
  };
  /** The engine was started again while the run went on. */
  StrategyRunResumed: { runId: string; account: string };
  /** `isFailure`: the strategy could not go on. */
  StrategyRunStopped: { runId: string; account: string; reason: string; isFailure: boolean };
  /** One call in which the strategy asked for something, and why. */
  StrategyDecided: {
    runId: string;
    account: string;
    decisionId: string;
    symbol: string;
    /** Label of the newest closed bar it saw, and how many it saw; null before the first. */
    barTime: number | null;
    bars: number;
    /** What it asked for, a sentence each, in order. */
    asked: string[];
    /** Newest close and what its indicators were at. */
    values: Record<string, number>;
    /** What it said of it. */
    notes: string[];
    /** The orders that came of it: sent, refused or proposed. */
    orders: string[];
    autonomy: StrategyRunConfiguration['autonomy'];
    /** Times of ticks that came after their bar had closed, since the decision before; the newest 20. */
    lateTicks?: number[];
    /** Number of the next order: a restart goes on from it. */
    nextOrder: number;
    /** Over every ask so far, and how many there were. */
    decisionHash: string;
    asks: number;
  };
}
