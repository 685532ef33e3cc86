import { type ReactNode, useEffect, useRef } from 'react';
import type { OverfittingResult } from '#contract/services/lab';
import { Problem } from '../../../components/notice.tsx';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../../format/number.ts';
import { HistogramBars } from '../tear-sheet/histogram.tsx';
import { Fact, parameterText } from './fact.tsx';
import { TrialNote } from './trial-note.tsx';
import type { TaskRun } from './use-task-run.ts';

/** Classes of logits lie between −6 and 6. */
const LOGIT_MAX = 6;

/** Probability of backtest overfitting: whether choosing the best in sample chooses well out of sample. */
export function OverfittingPart({ run }: { readonly run: TaskRun<OverfittingResult> }): ReactNode {
  const part = useRef<HTMLDivElement>(null);
  // It was asked for above, and comes below what was there already.
  useEffect(() => {
    if (run.kind === 'done') part.current?.scrollIntoView({ block: 'nearest' });
  }, [run.kind]);
  if (run.kind === 'failed') return <Problem text={run.problem} />;
  if (run.kind !== 'done') return null;
  const { probability, probabilityOfLoss, degradation, splits, logitCounts, pathSharpes, trialsUsed, best } =
    run.result;
  const middle = pathSharpes[Math.floor(pathSharpes.length / 2)] ?? null;
  return (
    <div ref={part} className="verdict-parts">
      <section>
        <h3>Overfitting of the choice</h3>
        <dl className="facts">
          <Fact
            name="Probability (PBO)"
            text={formatPercent(probability * 100, 0)}
            hint="Share of the splits in which the best in sample was at or below the median out of sample (Bailey et al. 2017)"
          />
          <Fact name="Best loses out of sample" text={formatPercent(probabilityOfLoss * 100, 0)} />
          <Fact
            name="Degradation"
            text={formatNumber(degradation)}
            hint="Slope of the out-of-sample on the in-sample Sharpe ratio of the best: below 0, better in means worse out"
          />
          <Fact
            name="Paths of purged folds"
            text={
              pathSharpes.length === 0 ? (
                '–'
              ) : (
                <>
                  {`${formatNumber(pathSharpes[0])} · ${formatNumber(middle)} · ${formatNumber(pathSharpes.at(-1))}`}
                  <TrialNote tally={run.result.trialCount} />
                </>
              )
            }
            hint="Annual Sharpe ratio of the worst, the middle and the best path of the combinatorial purged cross-validation"
          />
          <Fact name="Best of all" text={parameterText(best.parameters)} />
          <Fact
            name="From"
            text={`${formatCount(splits)} splits of ${formatCount(trialsUsed)} trials, ${formatDuration(run.result.elapsedMs)}`}
          />
        </dl>
      </section>
      <section>
        <h3>Logits of the rank out of sample: left of zero is overfitted</h3>
        <HistogramBars
          histogram={{
            from: -LOGIT_MAX,
            width: (2 * LOGIT_MAX) / Math.max(1, logitCounts.length),
            counts: logitCounts,
          }}
          unit="splits"
          suffix=""
          label={`Logits of ${formatCount(splits)} splits; ${formatPercent(probability * 100, 0)} are at or below zero`}
        />
      </section>
    </div>
  );
}
