import './walk-forward.css';
import { type ReactNode, useMemo } from 'react';
import type { WalkForwardResult } from '#contract/services/lab';
import { LinesChart } from '../../../charts/lines-chart.tsx';
import type { LinesPicture } from '../../../charts/lines-option.ts';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { Fact, parameterText } from './fact.tsx';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';

/** Parameters chosen on one stretch and judged on the next: what was never trained on, joined. */
export function WalkForwardView({
  run,
  onRetry,
}: {
  readonly run: TaskRun<WalkForwardResult>;
  readonly onRetry: () => void;
}): ReactNode {
  if (run.kind === 'failed') return <Problem text={run.problem} onRetry={onRetry} />;
  if (run.kind !== 'done')
    return (
      <EmptyState
        title={run.kind === 'running' ? 'Training and testing, window after window' : 'Not walked yet'}
      >
        The best parameters of each training stretch trade the bars that follow it; only those bars count.
      </EmptyState>
    );
  return <WalkForwardOutcome result={run.result} />;
}

function WalkForwardOutcome({ result }: { readonly result: WalkForwardResult }): ReactNode {
  const { outOfSample, steps, curve } = result;
  const picture = useMemo<LinesPicture>(
    () => ({
      lines: [
        { name: 'Out of sample', time: curve.time, values: curve.equity, colour: 'accent', isFilled: true },
      ],
      format: (value) => (Math.abs(value) < 1e7 ? formatCount(value) : formatCompact(value)),
    }),
    [curve],
  );
  return (
    <div className="work-outcome">
      <div className="work-main">
        <WalkStrip steps={steps} />
        <p className="work-line muted">Account out of sample, the tests joined one after another</p>
        <div className="work-chart">
          <LinesChart
            picture={picture}
            label={`Account over the tests joined: ${formatSignedPercent(outOfSample.returnPct)}`}
          />
        </div>
      </div>
      <div className="work-side">
        <dl className="facts">
          <Fact
            name="Of"
            text={`${result.strategy} on ${result.symbol} ${result.timeframe}, ${formatCount(result.bars)} bars`}
          />
          <Fact
            name="Return out of sample"
            text={formatSignedPercent(outOfSample.returnPct)}
            tone={signOf(outOfSample.returnPct)}
          />
          <Fact name="Hold, the same bars" text={formatSignedPercent(outOfSample.benchmarkReturnPct)} />
          <Fact name="A year" text={formatSignedPercent(outOfSample.annualizedReturnPct)} />
          <Fact
            name="Sharpe"
            text={
              <>
                {formatNumber(outOfSample.sharpe)}
                <TrialNote tally={result.trialCount} />
              </>
            }
          />
          <Fact name="Sortino" text={formatNumber(outOfSample.sortino)} />
          <Fact name="Max drawdown" text={formatPercent(outOfSample.maxDrawdownPct)} />
          <Fact name="Trades" text={formatCount(outOfSample.trades)} />
          <Fact
            name="Efficiency"
            text={result.efficiency === null ? '–' : formatPercent(result.efficiency * 100, 0)}
            hint="Annual return out of sample over the mean of those in training: what is left of the promise"
          />
          <Fact
            name="Windows that gained"
            text={`${formatPercent(result.stepsGained * 100, 0)} of ${steps.length}`}
          />
          <Fact name="Tried" text={`${formatCount(result.trials)} in ${formatDuration(result.elapsedMs)}`} />
        </dl>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Test from</th>
              <th scope="col">Chosen</th>
              <th scope="col" title="Sharpe ratio in training">
                In
              </th>
              <th scope="col" title="Return out of sample">
                Out
              </th>
              <th scope="col" title="Buy and hold over the test">
                Hold
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ testTime, parameters, inSample, outOfSample: out }) => (
              <tr key={testTime} title={parameterText(parameters)}>
                <td>{formatDate(testTime)}</td>
                <td>{Object.values(parameters).join('/')}</td>
                <td>{formatNumber(inSample.sharpe)}</td>
                <td className={signOf(out.returnPct)}>{formatSignedPercent(out.returnPct, 1)}</td>
                <td className="muted">{formatSignedPercent(out.benchmarkReturnPct, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Each window as a row of time: grey where it was trained, coloured where it was tested. */
function WalkStrip({ steps }: { readonly steps: WalkForwardResult['steps'] }): ReactNode {
  const start = steps[0]?.trainTime ?? 0;
  const end = steps.at(-1)?.endTime ?? 1;
  const at = (time: number): string => `${(((time - start) / Math.max(1, end - start)) * 100).toFixed(3)}%`;
  const wide = (from: number, to: number): string =>
    `${(((to - from) / Math.max(1, end - start)) * 100).toFixed(3)}%`;
  return (
    <div className="walk-strip">
      <ol aria-label="Windows">
        {steps.map(({ trainTime, testTime, endTime, parameters, inSample, outOfSample }) => (
          <li
            key={testTime}
            title={`${formatDate(trainTime)} to ${formatDate(testTime)} trained: ${parameterText(parameters)}, Sharpe ${formatNumber(inSample.sharpe)}\n${formatDate(testTime)} to ${formatDate(endTime)} tested: ${formatSignedPercent(outOfSample.returnPct)} in ${formatCount(outOfSample.trades)} trades, hold ${formatSignedPercent(outOfSample.benchmarkReturnPct)}`}
          >
            <span className="walk-train" style={{ left: at(trainTime), width: wide(trainTime, testTime) }} />
            <span
              className={`walk-test ${signOf(outOfSample.returnPct)}`}
              style={{ left: at(testTime), width: wide(testTime, endTime) }}
            />
            <span className={`walk-value ${signOf(outOfSample.returnPct)}`}>
              {formatSignedPercent(outOfSample.returnPct, 1)}
            </span>
          </li>
        ))}
      </ol>
      <p className="walk-ends">
        <span>{formatDate(start)}</span>
        <span>
          <i className="walk-key" /> trained <i className="walk-key tested" /> tested
        </span>
        <span>{formatDate(end)}</span>
      </p>
    </div>
  );
}
