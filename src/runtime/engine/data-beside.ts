import { type DataBeside, readInstrumentData } from '#engine/market/read-instrument-data';
import type { BarRange } from '#engine/ports/market-store';
import type { InstrumentInput } from '#engine/simulation/backtest/account-request';
import type { RunWork } from '../strategies/command-strategy.ts';
import type { Engine } from './create-engine.ts';

/** The instrument of a run that a command asks for, with further lengths of bar and ticks of the store. */
export async function instrumentsOf(
  { stores: { market } }: Pick<Engine, 'stores'>,
  { symbol, timeframe, bars }: RunWork,
  beside: DataBeside & { readonly range: BarRange },
): Promise<readonly InstrumentInput[]> {
  return [{ symbol, ...(await readInstrumentData(market, { symbol, timeframe, bars }, beside)) }];
}
