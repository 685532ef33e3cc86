import './verdict.css';
import type { ReactNode } from 'react';
import type { OverfittingResult, VerdictResult } from '#contract/services/lab';
import { Badge } from '../../../components/badge.tsx';
import { EmptyState, Problem } from '../../../components/notice.tsx';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSignedPercent,
  signOf,
} from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { Fact } from './fact.tsx';
import { OverfittingPart } from './overfitting-part.tsx';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';
import { VERDICT_TONES, withoutHead, withoutReasons } from './verdict-line.tsx';

interface VerdictViewProps {
  readonly run: TaskRun<VerdictResult>;
  readonly overfitting: TaskRun<OverfittingResult>;
  /** Trials counted on the bars by now; null while not known. */
  readonly now: number | null;
  /** The part on the locked bars. */
  readonly holdOut: ReactNode;
  readonly onRetry: () => void;
}

/** Would it have worked, and how sure is one: every check, in figures and in a sentence. */
export function VerdictView({ run, overfitting, now, holdOut, onRetry }: VerdictViewProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="verdict" aria-label="Verdict" tabIndex={0}>
      {run.kind === 'failed' && <Problem text={run.problem} onRetry={onRetry} />}
      {run.kind === 'none' && (
        <EmptyState title="Not examined yet">
          Each backtest run here is examined by itself: out of sample, against chance, with more costs and
          delay.
        </EmptyState>
      )}
      {run.kind === 'running' && (
        <EmptyState title="Examining it">
          Out of sample, against chance, with more costs and delay, on truncated data.
        </EmptyState>
      )}
      {run.kind === 'done' && <Verdict result={run.result} now={now} />}
      <OverfittingPart run={overfitting} />
      {holdOut}
    </section>
  );
}

function Verdict({
  result,
  now,
}: {
  readonly result: VerdictResult;
  readonly now: number | null;
}): ReactNode {
  const { verdict } = result;
  const { outOfSample, warmUp } = verdict;
  const confidence = (share: number | null): string =>
    share === null ? '–' : formatPercent(share * 100, share > 0.99 ? 1 : 0);
  return (
    <>
      <div className="verdict-head">
        <Badge tone={VERDICT_TONES[verdict.verdict]}>{verdict.verdict}</Badge>
        <p className="selectable">{withoutReasons(verdict.sentence, verdict.reasons)}</p>
      </div>
      {now !== null && now > verdict.trials && (
        <p className="note warning">
          {`Since then ${formatCount(now - verdict.trials)} more trials were made on these bars, which makes it look better than it is: examine it again.`}
        </p>
      )}
      {verdict.reasons.length > 0 && (
        <ul className="verdict-reasons" aria-label="What speaks against it">
          {verdict.reasons.map((reason) => (
            <li key={reason}>{withoutHead(reason)}</li>
          ))}
        </ul>
      )}
      <div className="verdict-parts">
        <section>
          <h3>Out of sample</h3>
          {outOfSample === null ? (
            <p className="note">The bars are too few to keep some apart.</p>
          ) : (
            <dl className="facts">
              <Fact name="From" text={formatDate(outOfSample.from)} />
              <Fact
                name="Return"
                text={formatSignedPercent(outOfSample.returnPct)}
                tone={signOf(outOfSample.returnPct)}
              />
              <Fact name="Hold" text={formatSignedPercent(outOfSample.benchmarkReturnPct)} />
              <Fact
                name="Sharpe"
                text={
                  <>
                    {formatNumber(outOfSample.sharpe)}
                    <TrialNote tally={verdict} />
                  </>
                }
              />
              <Fact name="Trades" text={formatCount(outOfSample.trades)} />
            </dl>
          )}
          <h3 className="below">Honest work</h3>
          <dl className="facts">
            <Fact name="Knows the future" text={verdict.lookAhead === null ? 'no' : 'yes'} />
            <Fact
              name="Warm-up, needed"
              text={`${formatCount(warmUp.declaredBars)} / ${warmUp.enoughBars === null ? 'many times that' : formatCount(warmUp.enoughBars)} bars`}
            />
          </dl>
          {verdict.lookAhead !== null && <p className="note warning">{verdict.lookAhead}</p>}
          {result.lockedFrom !== null && (
            <p className="note">{`Bars from ${formatDate(result.lockedFrom)} are locked and were left out.`}</p>
          )}
        </section>
        <section>
          <h3>Against chance</h3>
          <dl className="facts">
            <Fact
              name="Sharpe above zero"
              text={confidence(verdict.probabilisticSharpe)}
              hint="Probabilistic Sharpe ratio: confidence that the true one is above zero, given length, skew and tails (Bailey & López de Prado 2012)"
            />
            <Fact
              name="… after all trials"
              text={confidence(verdict.deflatedSharpe)}
              hint="Deflated Sharpe ratio: the same above what the best of so many worthless trials would show (2014)"
            />
            <Fact
              name="Best of worthless trials"
              text={`Sharpe ${formatNumber(verdict.chanceSharpe)}`}
              hint="Annual Sharpe ratio that the best of so many strategies without any skill would show"
            />
            <Fact name="Trials on these bars" text={formatCount(verdict.trials)} />
            <Fact
              name="Random entries as good"
              text={confidence(verdict.randomEntryPValue)}
              hint="Share of random entries with the same holding times that did as well; below 5 % is unlikely to be chance"
            />
            <Fact
              name="Record, and needed"
              text={`${formatCount(verdict.periods)} / ${verdict.minimumPeriods === null ? 'never enough' : formatCount(verdict.minimumPeriods)}`}
              hint="Periods measured, and the fewest that would give 95 % confidence in a Sharpe ratio above zero"
            />
          </dl>
        </section>
        <section>
          <h3>If it were harder</h3>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">With</th>
                <th scope="col">Return</th>
                <th scope="col">
                  Sharpe
                  <TrialNote tally={verdict} />
                </th>
                <th scope="col">Trades</th>
              </tr>
            </thead>
            <tbody>
              {verdict.sensitivity.map(({ what, value, returnPct, sharpe, trades }) => (
                <tr key={`${what} ${value}`}>
                  <th scope="row">
                    {what === 'commission'
                      ? `${formatPercent(value * 100)} a side`
                      : `orders ${formatCount(value)} ${value === 1 ? 'bar' : 'bars'} late`}
                  </th>
                  <td className={signOf(returnPct)}>{formatSignedPercent(returnPct, 1)}</td>
                  <td>{formatNumber(sharpe)}</td>
                  <td>{formatCount(trades)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </>
  );
}
