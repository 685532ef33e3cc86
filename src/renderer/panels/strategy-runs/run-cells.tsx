import type { ReactNode } from 'react';
import type { RunMatchView, StrategyRunView } from '#contract/services/strategy-runs';
import { Badge, type Tone } from '../../components/badge.tsx';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { formatPercent, NO_VALUE } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { useAccounts, useSession } from '../../stores/engine-streams.ts';

const TONES: Readonly<Record<StrategyRunView['state'], Tone>> = {
  running: 'good',
  waiting: 'warning',
  stopped: 'muted',
  failed: 'danger',
};

/** What a run is at, and in its tooltip why; one on a replay that is paused stands still with it. */
export function RunState({ run }: { readonly run: StrategyRunView }): ReactNode {
  const { state, reason, configuration } = run;
  const session = useSession();
  const isOnReplay = useAccounts().byId.get(configuration.account)?.environment === 'simulated';
  if (state === 'running' && isOnReplay && session?.state === 'paused')
    return (
      <Badge tone="warning" title="The replay is paused: the run goes on when it does">
        paused
      </Badge>
    );
  return (
    <Badge tone={TONES[state]} title={reason ?? undefined}>
      {state}
    </Badge>
  );
}

/** An account by its name, with whose money it trades while it is open. */
export function RunAccount({ account }: { readonly account: string }): ReactNode {
  const known = useAccounts().byId.get(account);
  return (
    <span className="run-account" title={account}>
      {known && <EnvironmentBadge environment={known.environment} />} {account}
    </span>
  );
}

/** How much of a day agreed with a backtest over the ticks recorded meanwhile. */
export function RunMatch({ match }: { readonly match: RunMatchView | undefined }): ReactNode {
  if (match === undefined) return <span className="muted">{NO_VALUE}</span>;
  const { matchPct, day, problem, divergence } = match;
  const why = problem ?? divergence?.first?.text ?? 'every order and fill agrees';
  return (
    <span
      className={matchPct === null ? 'muted' : matchPct === 100 ? 'up' : 'warning'}
      title={`${formatDate(day)}: ${why}`}
    >
      {formatPercent(matchPct, 1)}
    </span>
  );
}
