import { useEffect } from 'react';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { act } from '../../app/session-control.ts';
import { useSubscriptions } from '../../stores/engine-streams.ts';

/**
 * Streams the options of a strategy from the source of their chain, so that its order can be judged and marked. They stay
 * streamed: an order or a position may need them on.
 */
export function useLegPrices(
  symbols: readonly string[],
  { isWanted, isSimulated }: { readonly isWanted: boolean; readonly isSimulated: boolean },
): void {
  const { byId } = useSubscriptions();
  const missing = symbols.filter((symbol) => parseOptionSymbol(symbol) && !byId.has(symbol)).join(' ');
  useEffect(() => {
    if (!isWanted || missing === '') return;
    const chain = [isSimulated ? 'simulated-options' : 'option-quotes'];
    void act('Stream the legs', (engine) => engine.streams.subscribe({ symbols: missing.split(' '), chain }));
  }, [isWanted, isSimulated, missing]);
}
