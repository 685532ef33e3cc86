import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { SweepResult } from '#contract/services/lab';
import { type HeatCell, HeatMap } from '../../../charts/heat-map.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSigned,
  signOf,
} from '../../../format/number.ts';
import { neighbourMean, OBJECTIVES } from './lab-draft.ts';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';

interface SweepViewProps {
  readonly run: TaskRun<SweepResult>;
  /** Runs a backtest of these parameters. */
  readonly onRun: (parameters: Readonly<Record<string, number>>) => void;
  readonly onRetry: () => void;
}

/** Every combination as a colour: where the good ones lie, and whether they have company. */
export function SweepView({ run, onRun, onRetry }: SweepViewProps): ReactNode {
  if (run.kind === 'failed') return <Problem text={run.problem} onRetry={onRetry} />;
  if (run.kind !== 'done')
    return (
      <EmptyState title={run.kind === 'running' ? 'Trying every combination' : 'Nothing swept yet'}>
        A range for each parameter (2:40, or 5,10,20) and Sweep: every combination is run and counted as a
        trial.
      </EmptyState>
    );
  return <SweepOutcome result={run.result} onRun={onRun} />;
}

function SweepOutcome({
  result,
  onRun,
}: {
  readonly result: SweepResult;
  readonly onRun: SweepViewProps['onRun'];
}): ReactNode {
  const { heatMap, best, objective } = result;
  const bestCell = useMemo(
    () => (heatMap === null ? null : cellOf(heatMap, best.parameters)),
    [heatMap, best],
  );
  const [selected, setSelected] = useState<HeatCell>(bestCell ?? { x: 0, y: 0 });
  useEffect(() => setSelected(bestCell ?? { x: 0, y: 0 }), [bestCell]);
  const columns = useMemo(() => trialColumns(result), [result]);
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
  const value = heatMap?.objective[selected.y * (heatMap.x.values.length || 1) + selected.x] ?? null;
  const around =
    heatMap === null ? null : neighbourMean(heatMap.objective, heatMap.x.values.length, selected);
  const where = parameterText(parametersAt(selected));

  return (
    <div className="work-outcome sweep-outcome">
      <div className="work-main">
        <p className="work-line" aria-live="polite">
          <b>{where}</b>
          <span>
            {name} {formatNumber(value)}
            <TrialNote trials={result.trialCount.trials} />
          </span>
          <span
            className="muted"
            title="Mean of the eight cells around: a lone peak is luck, a plateau is not"
          >
            around it {formatNumber(around)}
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
        {heatMap === null ? (
          <EmptyState title="One parameter varies">
            A heat map needs two; the best are in the table beside.
          </EmptyState>
        ) : (
          <div className="work-chart">
            <HeatMap
              x={heatMap.x}
              y={heatMap.y}
              values={heatMap.objective}
              selected={selected}
              best={bestCell}
              onSelect={setSelected}
              onActivate={(cell) => onRun(parametersAt(cell))}
              label={`${name} over ${heatMap.x.name} and ${heatMap.y.name}; at ${where}: ${formatNumber(value)}. Arrow keys move, Enter runs it`}
            />
          </div>
        )}
      </div>
      <div className="work-side">
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
                {formatNumber(best.objective)}
                <TrialNote trials={result.trialCount.trials} />
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
            text={`${formatCount(result.combinations)} in ${formatDuration(result.elapsedMs)}, ${result.workers} ${result.workers === 1 ? 'thread' : 'threads'}`}
          />
          {result.refused > 0 && <Fact name="Left out" text={formatCount(result.refused)} />}
        </dl>
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

/** A named value in a list of facts. */
export function Fact({
  name,
  text,
  hint,
  tone,
}: {
  readonly name: string;
  readonly text: ReactNode;
  readonly hint?: string;
  readonly tone?: 'up' | 'down' | 'flat';
}): ReactNode {
  return (
    <div title={hint}>
      <dt>{name}</dt>
      <dd className={tone}>{text}</dd>
    </div>
  );
}

/** `fast 10 · slow 30`. */
export function parameterText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`)
    .join(' · ');
}

/** Where parameters lie on a map; null when they do not. */
function cellOf(
  { x, y }: NonNullable<SweepResult['heatMap']>,
  parameters: Readonly<Record<string, number>>,
): HeatCell | null {
  const cell = {
    x: x.values.indexOf(parameters[x.name] ?? Number.NaN),
    y: y.values.indexOf(parameters[y.name] ?? Number.NaN),
  };
  return cell.x < 0 || cell.y < 0 ? null : cell;
}

type Trial = SweepResult['top'][number] & { readonly id: string };

function trialColumns({ best }: SweepResult): readonly Column<Trial>[] {
  const right = (column: Omit<Column<Trial>, 'align' | 'width'>): Column<Trial> => ({
    ...column,
    align: 'right',
    width: 'minmax(46px, 1fr)',
  });
  return [
    ...Object.keys(best.parameters).map((name) =>
      right({
        id: `parameter ${name}`,
        header: name,
        sortBy: ({ parameters }) => parameters[name] ?? null,
        cell: ({ parameters }) => String(Number((parameters[name] ?? 0).toPrecision(6))),
      }),
    ),
    right({
      id: 'objective',
      header: 'Value',
      hint: 'What was to be as large as it can',
      sortBy: ({ objective }) => objective,
      cell: ({ objective }) => formatNumber(objective),
    }),
    right({
      id: 'return',
      header: 'Return %',
      sortBy: ({ statistics }) => statistics.returnPct,
      cell: ({ statistics }) => (
        <span className={signOf(statistics.returnPct)}>
          {formatSigned(statistics.returnPct, Math.abs(statistics.returnPct) < 100 ? 1 : 0)}
        </span>
      ),
    }),
    right({
      id: 'drawdown',
      header: 'Fall %',
      hint: 'Deepest drawdown',
      sortBy: ({ statistics }) => statistics.maxDrawdownPct,
      cell: ({ statistics }) => formatNumber(statistics.maxDrawdownPct, 1),
    }),
    right({
      id: 'trades',
      header: 'Trades',
      sortBy: ({ statistics }) => statistics.trades,
      cell: ({ statistics }) => formatCount(statistics.trades),
    }),
  ];
}
