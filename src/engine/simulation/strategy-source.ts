import type { BacktestOptions } from '#contract/services/backtests';
import { sha256Hex } from '../journal/hashing.ts';

/** A strategy of one's own, as read from its file. */
export interface StrategySource {
  /** As errors name it. */
  readonly path: string;
  readonly source: string;
}

/** Raised when the same source may do something else: what was remembered of strategy files counts no more. */
const SDK_VERSION = 1;

/** What a strategy file is known by, whatever it is called: SHA-256 over its text and the version of what it is written against. */
export function strategySourceHash(source: string): string {
  return sha256Hex(`octopus strategy ${SDK_VERSION}\n${source}`);
}

/** What makes the strategy of some options another one: the hash of its file, else its name. */
export function strategyIdentity({
  strategy,
  strategyHash,
}: Pick<BacktestOptions, 'strategy' | 'strategyHash'>): string {
  return strategyHash ?? strategy;
}
