import type { SessionState } from '#contract/services/session';
import type { SessionConfiguration } from '../journal/record-kinds.ts';
import type { SessionRow } from '../ports/journal-store.ts';
import type { ReplayTimeline } from './replay-timeline.ts';

/** A replay as it crosses the line. `isPlaying`: its events go on by themselves. */
export function sessionState({
  row,
  configuration,
  timeline,
  cursor,
  isPlaying,
  ...now
}: {
  readonly row: SessionRow;
  readonly configuration: SessionConfiguration;
  readonly timeline: ReplayTimeline;
  readonly cursor: number;
  readonly isPlaying: boolean;
} & Pick<SessionState, 'eventTime' | 'tradingState' | 'orderListHash'>): SessionState {
  const { mode, symbols, startDate, endDate, seed, daysPerSecond, autonomy } = configuration;
  return {
    id: row.id,
    mode,
    isSimulatedIntraday: true,
    seed,
    state: row.state === 'running' && !isPlaying ? 'paused' : row.state,
    daysPerSecond,
    symbols: [...symbols],
    startDate: timeline.days[0] ?? startDate,
    endDate: timeline.days.at(-1) ?? endDate,
    eventIndex: cursor,
    eventCount: timeline.eventCount,
    dayIndex: timeline.dayOf(cursor),
    dayCount: timeline.days.length,
    autonomy,
    decisionHash: row.decisionHash,
    decisionCount: row.decisionCount,
    ...now,
  };
}
