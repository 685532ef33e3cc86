import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import { STRATEGIES } from '#domain/strategies/catalog';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { StrategyRole, Voice } from '#engine/agent/roles';
import type { MarketStore } from '#engine/ports/market-store';
import { decideAction, fuseVoices } from './fusion.ts';
import { SymbolView } from './symbol-view.ts';

export interface StrategyAgentPorts {
  readonly market: MarketStore;
}

/** M4: every strategy's voice, fused into one score with the regime, and what to do about it. */
export function createStrategyAgent({ market }: StrategyAgentPorts): Agent & { readonly role: StrategyRole } {
  const views = new Map<string, SymbolView>();
  let activity = 'waits for the first close';
  let evaluations = 0;

  const evaluate: StrategyRole['evaluate'] = (symbol, bars) => {
    const view = views.get(symbol) ?? new SymbolView();
    views.set(symbol, view);
    evaluations += 1;
    return view.evaluate(bars);
  };

  const evaluateStored = async (
    symbol: string,
  ): Promise<{ symbol: string; fusedScore: number; regime: string; voices: Voice[] }> => {
    const bars: BarColumns = await market.readBars(symbol, '1d');
    if (bars.length === 0)
      throw new OctopusError(
        'UNKNOWN_SYMBOL',
        `no daily bars of ${symbol} are stored; import some with: octopus import FILE --symbol ${symbol} --timeframe 1d`,
      );
    const { voices, regime } = new SymbolView().evaluate(bars);
    return { symbol, fusedScore: fuseVoices(voices, regime).fusedScore, regime: regime.name, voices };
  };

  return {
    slug: 'strategy',
    role: {
      evaluate,
      fuse: fuseVoices,
      decide: (input) => {
        const decided = decideAction(input);
        activity = decided.because;
        return decided;
      },
      reset: (symbol) => {
        if (symbol === undefined) views.clear();
        else views.delete(symbol);
      },
    },
    tasks: [
      defineTask({
        type: 'signals',
        aliases: ['technical', 'fusion', 'regime', 'execute_strategy', 'strategies.execute_strategy'],
        input: z.strictObject({ symbol: z.string() }),
        runsOn: 'engine',
        run: ({ symbol }) => evaluateStored(symbol),
        summarize: (result) => `${result.symbol}: ${result.fusedScore.toFixed(2)}, ${result.regime}`,
      }),
    ],
    report: () => ({
      state: 'healthy',
      activity,
      headline:
        evaluations === 0
          ? `${STRATEGIES.length} strategies`
          : `${evaluations.toLocaleString('en-US')} closes`,
    }),
  };
}
