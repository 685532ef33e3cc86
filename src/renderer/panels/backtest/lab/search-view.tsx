import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/notice.tsx';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../../format/number.ts';
import { Fact, parameterText } from './fact.tsx';
import { foundColumns } from './found-columns.tsx';
import { FoundMap } from './found-map.tsx';
import { OBJECTIVES } from './lab-draft.ts';
import { type FoundChoice, type FoundParameters, SEARCH_METHODS } from './search-draft.ts';
import { TaskOutcome } from './task-outcome.tsx';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';

interface SearchViewProps {
  readonly run: TaskRun<FoundParameters>;
  /** Runs a backtest of what was found. */
  readonly onRun: (choice: FoundChoice) => void;
  readonly onRetry: () => void;
}

/** Every combination tried as a colour: where the good ones lie, and whether they have company. */
export function SearchView({ run, onRun, onRetry }: SearchViewProps): ReactNode {
  return (
    <TaskOutcome
      run={run}
      running="Trying combinations"
      idle="Nothing searched yet"
      what="A range for each parameter (2:40, or 5,10,20) and Search: what is tried is shown as a map, and each combination counts as a trial."
      onRetry={onRetry}
    >
      {(result) => <Found result={result} onRun={onRun} />}
    </TaskOutcome>
  );
}

function Found({
  result,
  onRun,
}: {
  readonly result: FoundParameters;
  readonly onRun: SearchViewProps['onRun'];
}): ReactNode {
  const { heatMap, best, objective } = result;
  const columns = useMemo(() => foundColumns(Object.keys(best.parameters)), [best]);
  const top = useMemo(
    () => result.top.map((trial, place) => ({ ...trial, id: String(place + 1) })),
    [result],
  );
  const [looked, setLooked] = useState<Readonly<Record<string, number>>>(best.parameters);
  useEffect(() => setLooked(best.parameters), [best]);
  const name = OBJECTIVES.find(({ value }) => value === objective)?.text ?? objective;
  const run = (parameters: Readonly<Record<string, number>>): void => onRun({ ...result, parameters });
  return (
    <div className="work-outcome">
      <div className="work-main">
        {heatMap === null ? (
          <EmptyState title="One parameter varies">
            A map needs two; the best are in the table beside.
          </EmptyState>
        ) : (
          <FoundMap
            result={result}
            heatMap={heatMap}
            name={name}
            looked={looked}
            onLook={setLooked}
            onRun={run}
          />
        )}
      </div>
      <div className="work-side">
        <FoundFacts result={result} name={name} />
        <DataTable
          label="Best trials"
          isFitted
          columns={columns}
          rows={top}
          idOf={({ id }) => id}
          onSelect={({ parameters }) => setLooked(parameters)}
          onActivate={({ parameters }) => run(parameters)}
          empty={<EmptyState title="No trial gave a value" />}
        />
      </div>
    </div>
  );
}

function FoundFacts({
  result,
  name,
}: {
  readonly result: FoundParameters;
  /** What was to be as large as it can. */
  readonly name: string;
}): ReactNode {
  const { best } = result;
  const threads = `${result.workers} ${result.workers === 1 ? 'thread' : 'threads'}`;
  const isSearch = 'method' in result;
  const tried = isSearch ? result.trials : result.combinations;
  const rate = result.elapsedMs > 0 ? ((tried * result.bars) / result.elapsedMs) * 1_000 : null;
  return (
    <dl className="facts">
      <Fact
        name="Of"
        text={`${result.strategy} on ${result.symbol} ${result.timeframe}, ${formatCount(result.bars)} bars`}
      />
      <Fact name="Best" text={parameterText(best.parameters)} />
      <Fact
        name={name}
        text={
          <>
            {formatNumber(best.objective, 3)}
            <TrialNote tally={result.trialCount} />
          </>
        }
      />
      <Fact
        name="Confidence after all trials"
        text={result.deflatedSharpe === null ? '–' : formatPercent(result.deflatedSharpe * 100, 1)}
        hint="Deflated Sharpe ratio: that the best is better than the best of so many worthless trials would look (Bailey & López de Prado 2014)"
      />
      <Fact
        name="Tried"
        text={`${formatCount(tried)} in ${formatDuration(result.elapsedMs)}, ${threads}`}
        {...(rate === null ? {} : { hint: `${formatCount(rate / 1e6)} million bars gone through a second` })}
      />
      {isSearch && (
        <Fact
          name="How"
          text={[
            SEARCH_METHODS.find(({ value }) => value === result.method)?.text ?? result.method,
            ...(result.pruned > 0 ? [`${formatCount(result.pruned)} given up half-way`] : []),
            ...(result.resumed > 0 ? [`${formatCount(result.resumed)} from an earlier run`] : []),
            ...(result.isExhausted ? ['nothing left to try'] : []),
          ].join(', ')}
        />
      )}
      {!isSearch && result.refused > 0 && <Fact name="Left out" text={formatCount(result.refused)} />}
    </dl>
  );
}
