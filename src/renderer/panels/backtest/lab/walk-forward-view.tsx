import { TaskOutcome } from './task-outcome.tsx';
import './walk-forward.css';
import { type ReactNode, useMemo } from 'react';
import type { WalkForwardResult } from '#contract/services/lab';
import { LinesChart } from '../../../charts/lines-chart.tsx';
import type { LinesPicture } from '../../../charts/lines-option.ts';
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
import { TrialNote, trialText } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';
import { WalkStrip } from './walk-strip.tsx';

/** Parameters chosen on one stretch and judged on the next: what was never trained on, joined. */
export function WalkForwardView({
  run,
  onRetry,
}: {
  readonly run: TaskRun<WalkForwardResult>;
  readonly onRetry: () => void;
}): ReactNode {
  return (
    <TaskOutcome
      run={run}
      running="Training and testing, window after window"
      idle="Not walked yet"
      what="The best parameters of each training stretch trade the bars that follow it; only those bars count."
      onRetry={onRetry}
    >
      {(result) => <WalkForwardOutcome result={result} />}
    </TaskOutcome>
  );
}

function WalkForwardOutcome({ result }: { readonly result: WalkForwardResult }): ReactNode {
  const { outOfSample, steps, curve } = result;
  const picture = useMemo<LinesPicture>(
    () => ({
      lines: [
        { name: 'Out of sample', time: curve.time, values: curve.equity, colour: 'accent', isFilled: true },
        { name: 'Buy and hold, at the end of each test', ...holdLine(result), colour: 'muted' },
      ],
      format: (value) => (Math.abs(value) < 1e7 ? formatCount(value) : formatCompact(value)),
    }),
    [curve, result],
  );
  return (
    <div className="work-outcome">
      <div className="work-main">
        <WalkStrip steps={steps} />
        <div className="work-chart">
          <LinesChart
            picture={picture}
            hasKey
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
              <th
                scope="col"
                title={`Sharpe ratio in training, the best of all combinations tried there; ${trialText(result.trialCount)} on these bars`}
              >
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

/** What holding through all tests would have been worth at the end of each. */
function holdLine({ steps, curve }: WalkForwardResult): { time: number[]; values: number[] } {
  let worth = curve.equity[0] ?? 0;
  const time = [steps[0]?.testTime ?? 0];
  const values = [worth];
  for (const { endTime, outOfSample } of steps) {
    worth *= 1 + outOfSample.benchmarkReturnPct / 100;
    time.push(endTime);
    values.push(worth);
  }
  return { time, values };
}
