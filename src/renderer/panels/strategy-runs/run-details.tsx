import type { ReactNode } from 'react';
import type { RunMatchView, StrategyRunView } from '#contract/services/strategy-runs';
import { Problem } from '../../components/notice.tsx';
import { formatCount, NO_VALUE } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { RunAccount, RunMatch, RunState } from './run-cells.tsx';
import { DecisionHash } from './run-columns.tsx';
import { StopRun } from './stop-run.tsx';

/** One run: why it ended, what it was started with, what it has done and noted. */
export function RunDetails({
  run,
  match,
  onClose,
}: {
  readonly run: StrategyRunView;
  readonly match: RunMatchView | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { configuration, state, reason, notes } = run;
  const { symbols, timeframe, autonomy, parameters } = configuration;
  return (
    <section className="account-details" aria-label={`Run ${run.id}`}>
      <header>
        <RunState run={run} />
        <span className="strong">{run.name}</span>
        <span className="muted selectable">{run.id}</span>
        <span className="row-actions">
          <StopRun run={run} />
          <button type="button" className="link-button" aria-label="Close the details" onClick={onClose}>
            ×
          </button>
        </span>
      </header>
      {state === 'failed' && reason !== null && <Problem text={reason} />}
      {state !== 'failed' && reason !== null && <p className="note selectable">{reason}</p>}
      <dl className="facts">
        <Fact name="Account">
          <RunAccount account={configuration.account} />
        </Fact>
        <Fact name="Trades">
          {symbols.join(' ')} · {timeframe} · {autonomy}
        </Fact>
        <Fact name="Parameters">
          {Object.entries(parameters)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · ') || NO_VALUE}
        </Fact>
        <Fact name="Since">{formatDateTime(run.startedTime)}</Fact>
        {run.stoppedTime !== null && <Fact name="Until">{formatDateTime(run.stoppedTime)}</Fact>}
        <Fact name="Newest price">{formatDateTime(run.lastEventTime)}</Fact>
        <Fact name="Seen and done">
          {formatCount(run.bars)} bars · {formatCount(run.decisions)} decisions · {formatCount(run.orders)}{' '}
          orders · {formatCount(run.fills)} fills
        </Fact>
        <Fact name="Match">
          <RunMatch match={match} />
        </Fact>
        {run.decisionHash !== '' && (
          <Fact name="Decisions">
            <DecisionHash hash={run.decisionHash} digits={12} />
          </Fact>
        )}
      </dl>
      {notes.length > 0 && <pre className="run-notes selectable">{[...notes].reverse().join('\n')}</pre>}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="selectable">{children}</dd>
    </div>
  );
}
