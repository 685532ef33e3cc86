import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { InstrumentInput } from '../simulation/backtest/account-request.ts';
import { signalStrategy } from '../simulation/backtest/signal-strategy.ts';
import type { GrowingBars } from './growing-bars.ts';
import type { RunSetup } from './run-messages.ts';

/** A strategy of the catalogue over columns that grow: it places its own orders, or its signals become orders. */
export function builtInModule(
  definition: StrategyDefinition,
  { parameters, timeframe, instruments, direction, size }: RunSetup,
  bars: readonly GrowingBars[],
): StrategyModule {
  if (definition.module) return definition.module;
  const inputs = instruments.map(
    ({ symbol }, i): InstrumentInput => ({ symbol, series: [{ timeframe, bars: bars[i]! }] }),
  );
  return signalStrategy(definition, parameters, inputs, { direction, size: size / inputs.length });
}
