import '../accounts/accounts.css';
import '../backtest/backtest-panel.css';
import './strategy-runs.css';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { RunMatchView } from '#contract/services/strategy-runs';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { formatCount } from '../../format/number.ts';
import { useStrategyRuns } from '../../stores/engine-streams.ts';
import type { PanelProps } from '../panel-props.ts';
import { runColumns } from './run-columns.tsx';
import { RunDetails } from './run-details.tsx';
import { StartForm } from './start-form.tsx';

/** Days are compared once a night. */
const MATCHES_EVERY_MS = 60_000;

type Side = { readonly kind: 'details'; readonly run: string } | { readonly kind: 'start' } | null;

/** Strategies that trade accounts by themselves: start one, watch it, stop it. */
export function StrategyRunsPanel({ panelId }: PanelProps): ReactNode {
  const { items, byId, isLoaded, problem } = useStrategyRuns();
  const isConnected = useIsConnected();
  const matches = useLastMatches();
  const columns = useMemo(() => runColumns(matches), [matches]);
  const [side, setSide] = useState<Side>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const isForm = side?.kind === 'start';
  const wasForm = useRef(isForm);
  useEffect(() => {
    // The form took the keyboard along: it goes back to the list.
    if (wasForm.current && !isForm) body.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    wasForm.current = isForm;
  }, [isForm]);
  const shown = side?.kind === 'details' ? byId.get(side.run) : undefined;
  const running = items.filter(({ state }) => state === 'running').length;
  const startOne = (
    <button
      type="button"
      className="button small"
      title="Start a strategy on an account (Ins)"
      onClick={() => setSide({ kind: 'start' })}
    >
      Start…
    </button>
  );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Insert') setSide({ kind: 'start' });
    else if (event.key === 'Escape' && side !== null) setSide(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the panel, wherever the focus is in it
    <div ref={body} className="panel-column" onKeyDown={onKeyDown}>
      <PanelHead panelId={panelId}>
        {!isForm && startOne}
        <span className="muted" title="Strategies that run now">
          {formatCount(running)} run
        </span>
      </PanelHead>
      {problem && <Problem text={problem} />}
      {isForm ? (
        <StartForm
          onDone={(run) => {
            setSide(null);
            if (run !== null) setSelectedId(run);
          }}
        />
      ) : (
        <div className="accounts">
          <DataTable
            label="Strategies on accounts"
            columns={columns}
            rows={items}
            idOf={({ id }) => id}
            selectedId={selectedId}
            onSelect={({ id }) => {
              setSelectedId(id);
              if (side !== null) setSide({ kind: 'details', run: id });
            }}
            onActivate={({ id }) => setSide({ kind: 'details', run: id })}
            onRowKey={(event) => {
              if (event.key === 'Delete') pressStop(event.currentTarget);
            }}
            isStale={!isConnected}
            isFitted
            empty={
              <EmptyState
                title={isLoaded ? 'No strategy trades an account' : 'Waiting for the engine'}
                action={isLoaded && startOne}
              >
                {isLoaded && 'A run goes on, after a restart too, until it is stopped.'}
              </EmptyState>
            }
          />
          {shown && (
            <aside className="accounts-side">
              <RunDetails run={shown} match={matches.get(shown.id)} onClose={() => setSide(null)} />
            </aside>
          )}
        </div>
      )}
    </div>
  );
}

/** The key presses the same button as the pointer, so it asks first too. */
function pressStop(table: Element): void {
  table.querySelector<HTMLButtonElement>('[aria-selected="true"] [data-confirm]')?.click();
}

/** The newest compared day of each run. */
function useLastMatches(): ReadonlyMap<string, RunMatchView> {
  const { value } = useAnswer(
    'strategy-run-matches',
    (engine, options) => engine.strategyRuns.matches({}, options),
    { everyMs: MATCHES_EVERY_MS, isKept: true, isRemembered: true },
  );
  return useMemo(() => new Map([...(value ?? [])].reverse().map((match) => [match.run, match])), [value]);
}
