import type { AlgorithmPayloads } from '#engine/journal/algorithm-records';
import type { JournalEntry } from '#engine/journal/record-kinds';
import { sessionStamp } from '#engine/trading/session-stamp';
import type { TradingAccount } from '#engine/trading/trading-account';

/** A record of an algorithm of an account at its moment; all of one algorithm bear its id as correlation. */
export function algorithmEntry<Kind extends keyof AlgorithmPayloads>(
  { place, eventTime }: Pick<TradingAccount, 'place' | 'eventTime'>,
  kind: Kind,
  payload: AlgorithmPayloads[Kind],
  source = 'execution_manager',
): JournalEntry {
  const correlationId = payload.algorithmId;
  return { kind, payload, eventTime, source, correlationId, ...sessionStamp(place) } as JournalEntry;
}
