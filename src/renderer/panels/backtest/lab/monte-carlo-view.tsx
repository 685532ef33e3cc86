import { type ReactNode, useMemo } from 'react';
import type { MonteCarloResult } from '#contract/services/lab';
import { FanChart } from '../../../charts/fan-chart.tsx';
import { formatCount, formatDuration, formatPercent, formatSignedPercent } from '../../../format/number.ts';
import { Fact } from './fact.tsx';
import { TaskOutcome } from './task-outcome.tsx';
import type { TaskRun } from './use-task-run.ts';

const PERCENTILES = ['p5', 'p25', 'p50', 'p75', 'p95'] as const;

/** What the same trades could have come to in another order or by another draw. */
export function MonteCarloView({
  run,
  onRetry,
}: {
  readonly run: TaskRun<MonteCarloResult>;
  readonly onRetry: () => void;
}): ReactNode {
  return (
    <TaskOutcome
      run={run}
      running="Drawing again and again"
      idle="Not resampled yet"
      what="Thousands of accounts from the same trades: how much of the result was luck, and how deep it could have gone."
      onRetry={onRetry}
    >
      {(result) => <MonteCarloOutcome result={result} />}
    </TaskOutcome>
  );
}

function MonteCarloOutcome({ result }: { readonly result: MonteCarloResult }): ReactNode {
  const { fan, of, actual, returnPct, maxDrawdownPct, lossProbability, randomEntryPValue, noise } = result;
  const end = 1 + actual.returnPct / 100;
  const picture = useMemo(() => ({ fan, unit: of, actual: end }), [fan, of, end]);
  return (
    <div className="work-outcome">
      <div className="work-main">
        <p className="work-line muted">
          {`${formatCount(result.resamples)} accounts of ${formatCount(result.drawn)} ${of} each, as multiples of what they began with`}
        </p>
        <div className="work-chart">
          <FanChart
            picture={picture}
            label={`Half of the accounts end above ${formatSignedPercent(returnPct.p50)}, one in twenty below ${formatSignedPercent(returnPct.p5)}`}
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
            name="Probability of a loss"
            text={formatPercent(lossProbability * 100, 1)}
            hint="Share of the resamples that end below the cash they began with"
          />
          <Fact
            name="Random entries as good"
            text={randomEntryPValue === null ? '–' : formatPercent(randomEntryPValue * 100, 1)}
            hint="Share of sets of random entries with the same holding times that did as well: below 5 % is unlikely to be chance"
          />
          <Fact name="Drawn" text={`${result.method}, ${formatDuration(result.elapsedMs)}`} />
        </dl>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Of a hundred</th>
              <th scope="col">Return</th>
              <th
                scope="col"
                title="Deepest fall seen at the ends of what is drawn; within a trade it can be deeper"
              >
                {of === 'trades' ? 'Fall, trade to trade' : 'Drawdown'}
              </th>
              {noise && (
                <th
                  scope="col"
                  title={`${noise.runs} runs on prices moved by ${noise.noise} mean bar ranges`}
                >
                  Noise
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {PERCENTILES.map((percentile) => (
              <tr key={percentile}>
                <th scope="row">
                  {percentile === 'p50' ? 'half are below' : `${percentile.slice(1)} are below`}
                </th>
                <td>{formatSignedPercent(returnPct[percentile], 1)}</td>
                <td>{formatPercent(maxDrawdownPct[percentile], 1)}</td>
                {noise && <td>{formatSignedPercent(noise.returnPct[percentile], 1)}</td>}
              </tr>
            ))}
            <tr className="actual">
              <th scope="row">the run itself</th>
              <td>{formatSignedPercent(actual.returnPct, 1)}</td>
              <td>{formatPercent(actual.maxDrawdownPct, 1)}</td>
              {noise && <td />}
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  );
}
