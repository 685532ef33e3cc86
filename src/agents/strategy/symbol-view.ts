import { OctopusError } from '#contract/errors';
import type { IndicatorStream } from '#domain/indicators/indicator';
import { averageTrueRange } from '#domain/indicators/volatility/average-true-range';
import type { BarColumns } from '#domain/market/bar';
import { volatilityRegime } from '#domain/risk/volatility-regime';
import { findStrategy, resolveParameters } from '#domain/strategies/catalog';
import type { StrategyRun } from '#domain/strategies/strategy';
import type { Regime, Voice } from '#engine/agent/roles';
import { strategyConfig } from './config.ts';

const NO_REGIME: Regime = { name: 'unknown', volatilityPct: 0, multiplier: 1 };

/** Everything the strategy agent keeps of one symbol: each strategy's run, streamed bar by bar, never ahead. */
export class SymbolView {
  readonly #runs: { readonly slug: string; readonly name: string; readonly run: StrategyRun }[];
  readonly #range: IndicatorStream = averageTrueRange.stream({ period: 14 });
  #taken = 0;

  constructor() {
    this.#runs = strategyConfig.strategies.map(({ slug, parameters }) => {
      const definition = findStrategy(slug);
      if (!definition)
        throw new OctopusError(
          'UNKNOWN_STRATEGY',
          `src/agents/strategy/config.ts names strategy "${slug}", which is not in the catalog`,
        );
      const resolved = resolveParameters(definition, parameters);
      return {
        slug,
        name: `${definition.name} ${Object.values(parameters).join('/')}`,
        run: definition.start(resolved),
      };
    });
  }

  /** Takes the bars it has not seen and speaks as of the newest. */
  evaluate(bars: BarColumns): { voices: Voice[]; regime: Regime; averageTrueRange: number | null } {
    for (; this.#taken < bars.length; this.#taken++) {
      const i = this.#taken;
      for (const { run } of this.#runs) run.onBar(bars, i);
      this.#range.next(bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!, bars.volume[i]!);
    }
    const voices = this.#runs.map(
      ({ slug, name, run }): Voice => ({
        source: slug,
        label: name,
        kind: 'strategy',
        score: run.score,
        reason: run.explain(),
      }),
    );
    return {
      voices,
      regime: regimeOf(bars),
      averageTrueRange: this.#range.isReady ? this.#range.values[0]! : null,
    };
  }
}

function regimeOf(bars: BarColumns): Regime {
  const found = volatilityRegime(bars.close);
  if (!found) return NO_REGIME;
  const trend = found.trend === 'sideways' ? 'sideways' : `${found.trend} trend`;
  return {
    name: `${trend}, ${found.name}`,
    volatilityPct: found.volatilityPct,
    multiplier: found.multiplier,
  };
}
