import type { StreamSource } from '#contract/services/streams';
import type { MarketStreamDefinition } from '#engine/ports/market-stream';
import type { StreamDesk } from './stream-desk.ts';

/** A source of live prices as it crosses the line; `values` are the numbers it was set to. */
export function streamSourceView(
  { id, name, capabilities, parameters = [] }: MarketStreamDefinition,
  {
    key: { variable, isThere },
    values = {},
    state,
  }: {
    key: ReturnType<StreamDesk['keyOf']>;
    values: Readonly<Record<string, number>> | undefined;
    state: Pick<StreamSource, 'state' | 'reason' | 'retryTime' | 'symbols' | 'reconnects' | 'unreadable'>;
  },
): StreamSource {
  return {
    id,
    name,
    assetClasses: [...capabilities.assetClasses],
    gives: [...capabilities.gives],
    access: capabilities.access,
    keyVariable: variable,
    hasKey: isThere,
    isSimulated: capabilities.isSimulated,
    symbolsMax: capabilities.symbolsMax,
    note: capabilities.note,
    parameters: parameters.map((one) => ({ ...one, value: values[one.name] ?? one.default })),
    ...state,
  };
}
