import type {
  OptionChainView,
  OptionExpiration,
  OptionSource,
  StrategyAnalysisView,
  StrategyLegInput,
} from '#contract/services/options';
import { useAnswer } from '../../client/use-answer.ts';
import { useOptionRates, useOptionSource } from './option-store.ts';

const CHAIN_EVERY_MS = 5_000;
const EXPIRATIONS_EVERY_MS = 15_000;
const STRIKES = 200;

/** Where chains of an underlying can come from. */
export function useSources(underlying: string): readonly OptionSource[] {
  return (
    useAnswer(`option-sources ${underlying}`, ({ options }, call) => options.sources({ underlying }, call), {
      everyMs: EXPIRATIONS_EVERY_MS,
    }).value ?? []
  );
}

export function useExpirations(underlying: string) {
  const source = useOptionSource();
  return useAnswer<{ source: OptionSource; expirations: OptionExpiration[] }>(
    `option-expirations ${underlying} ${source}`,
    ({ options }, call) => options.expirations({ underlying, ...(source === null ? {} : { source }) }, call),
    { everyMs: EXPIRATIONS_EVERY_MS },
  );
}

/** The chain of an expiration, asked anew every five seconds; of none while the expiration is null. */
export function useChain(underlying: string, expiration: string | null) {
  const { asked, key } = useAsked(underlying);
  return useAnswer<OptionChainView | null>(
    `option-chain ${key} ${expiration}`,
    ({ options }, call) =>
      expiration === null
        ? Promise.resolve(null)
        : options.chain({ ...asked, expiration, strikes: STRIKES }, call),
    { everyMs: CHAIN_EVERY_MS },
  );
}

/** What legs come to, at their middles or at a net price; of none nothing. */
export function useAnalysis(underlying: string, legs: readonly StrategyLegInput[], netPrice: number | null) {
  const { asked, key } = useAsked(underlying);
  return useAnswer<StrategyAnalysisView | null>(
    `option-analysis ${key} ${netPrice} ${JSON.stringify(legs)}`,
    ({ options }, call) =>
      legs.length === 0
        ? Promise.resolve(null)
        : options.analyse({ ...asked, legs: [...legs], ...(netPrice === null ? {} : { netPrice }) }, call),
    { everyMs: CHAIN_EVERY_MS, isKept: true },
  );
}

function useAsked(underlying: string) {
  const source = useOptionSource();
  const { rate, dividendYield } = useOptionRates();
  const ratePct = percent(rate);
  const dividendYieldPct = percent(dividendYield);
  return {
    key: `${underlying} ${source} ${ratePct} ${dividendYieldPct}`,
    asked: {
      underlying,
      ...(source === null ? {} : { source }),
      ...(ratePct === null ? {} : { ratePct }),
      ...(dividendYieldPct === null ? {} : { dividendYieldPct }),
    },
  };
}

/** A percentage as typed; null for nothing and for what is none, with which nothing is asked. */
function percent(typed: string): number | null {
  const plain = typed.trim().replace('−', '-');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) || Math.abs(value) > 20 ? null : value;
}
