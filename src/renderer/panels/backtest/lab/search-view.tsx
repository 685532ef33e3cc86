import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type HeatCell, HeatMap } from '../../../charts/heat-map.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../../format/number.ts';
import { Fact, parameterText } from './fact.tsx';
import { foundColumns } from './found-columns.tsx';
import { neighbourMean, OBJECTIVES } from './lab-draft.ts';
import { type FoundParameters, SEARCH_METHODS } from './search-draft.ts';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';

interface SearchViewProps {
  readonly run: TaskRun<FoundParameters>;
  /** Runs a backtest of these parameters. */
  readonly onRun: (parameters: Readonly<Record<string, number>>) => void;
  readonly onRetry: () => void;
}

/** Every combination tried as a colour: where the good ones lie, and whether they have company. */
export function SearchView({ run, onRun, onRetry }: SearchViewProps): ReactNode {
  if (run.kind === 'failed') return <Problem text={run.problem} onRetry={onRetry} />;
  if (run.kind !== 'done')
    return (
      <EmptyState title={run.kind === 'running' ? 'Trying combinations' : 'Nothing searched yet'}>
        A range for each parameter (2:40, or 5,10,20) and Search: what is tried is shown as a map, and each
        combination counts as a trial.
      </EmptyState>
    );
  return <Found result={run.result} onRun={onRun} />;
}

function Found({
  result,
  onRun,
}: {
  readonly result: FoundParameters;
  readonly onRun: SearchViewProps['onRun'];
}): ReactNode {
  const { heatMap, best, objective } = result;
  const bestCell = useMemo(
    () => (heatMap === null ? null : cellOf(heatMap, best.parameters)),
    [heatMap, best],
  );
  const [selected, setSelected] = useState<HeatCell>(bestCell ?? { x: 0, y: 0 });
  useEffect(() => setSelected(bestCell ?? { x: 0, y: 0 }), [bestCell]);
  const columns = useMemo(() => foundColumns(Object.keys(best.parameters)), [best]);
  const top = useMemo(
    () => result.top.map((trial, place) => ({ ...trial, id: String(place + 1) })),
    [result],
  );
  const name = OBJECTIVES.find(({ value }) => value === objective)?.text ?? objective;
  const parametersAt = (cell: HeatCell): Readonly<Record<string, number>> =>
    heatMap === null
      ? best.parameters
      : {
          ...best.parameters,
          [heatMap.x.name]: heatMap.x.values[cell.x] ?? 0,
          [heatMap.y.name]: heatMap.y.values[cell.y] ?? 0,
        };
  const value = heatMap?.objective[selected.y * heatMap.x.values.length + selected.x] ?? null;
  const around =
    heatMap === null ? null : neighbourMean(heatMap.objective, heatMap.x.values.length, selected);
  const where = parameterText(parametersAt(selected));
  const isReduced = heatMap !== null && Object.keys(best.parameters).length > 2;

  return (
    <div className="work-outcome sweep-outcome">
      <div className="work-main">
        {heatMap === null ? (
          <EmptyState title="One parameter varies">
            A map needs two; the best are in the table beside.
          </EmptyState>
        ) : (
          <>
            <p className="work-line" aria-live="polite">
              <b>{where}</b>
              <span>
                {name} {formatNumber(value, 3)}
                <TrialNote tally={result.trialCount} />
              </span>
              <span
                className="muted"
                title="Mean of the eight cells around: a lone peak is luck, a plateau is not"
              >
                around it {formatNumber(around, 3)}
              </span>
              <button
                type="button"
                className="button small"
                disabled={value === null}
                onClick={() => onRun(parametersAt(selected))}
              >
                Run it ⏎
              </button>
            </p>
            <div className="work-chart">
              <HeatMap
                x={heatMap.x}
                y={heatMap.y}
                values={heatMap.objective}
                selected={selected}
                best={bestCell}
                valueName={name}
                onSelect={setSelected}
                onActivate={(cell) => onRun(parametersAt(cell))}
                label={`${name} over ${heatMap.x.name} and ${heatMap.y.name}; at ${where}: ${formatNumber(value, 3)}. Arrow keys move, Enter runs it`}
              />
            </div>
            {isReduced && (
              <p className="work-line muted">
                Each cell is the best that any values of the other parameters gave there.
              </p>
            )}
          </>
        )}
      </div>
      <div className="work-side">
        <FoundFacts result={result} name={name} />
        <DataTable
          label="Best trials"
          columns={columns}
          rows={top}
          idOf={({ id }) => id}
          onSelect={({ parameters }) => {
            const cell = heatMap === null ? null : cellOf(heatMap, parameters);
            if (cell) setSelected(cell);
          }}
          onActivate={({ parameters }) => onRun(parameters)}
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

/** Where parameters lie on a map; null when they do not. */
function cellOf(
  { x, y }: NonNullable<FoundParameters['heatMap']>,
  parameters: Readonly<Record<string, number>>,
): HeatCell | null {
  const cell = {
    x: x.values.indexOf(parameters[x.name] ?? Number.NaN),
    y: y.values.indexOf(parameters[y.name] ?? Number.NaN),
  };
  return cell.x < 0 || cell.y < 0 ? null : cell;
}
