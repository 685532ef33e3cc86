import { type ReactNode, useState } from 'react';
import type { SeriesTrust } from '#contract/services/trust';
import type { Timeframe } from '#domain/market/timeframe';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Problem } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import { formatDate, formatMinute } from '../../format/time.ts';
import { arrivalText, disputeText, seriesTrustText, sourceName } from './bar-trust-text.ts';

interface TrustSheetProps {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly trust: SeriesTrust | null;
  readonly problem: string | null;
  readonly isSimulated: boolean;
  /** Told when a comparison ended, so that trust is asked for again. */
  readonly onChecked: () => void;
}

/** Lines of each list; the command line has them all. */
const LINES = 8;
const WAIT_MS = 20_000;

/** Where the bars of a series come from, what lacks, changed and is disputed, newest first. */
export function TrustSheet(props: TrustSheetProps): ReactNode {
  const { symbol, timeframe, trust, problem, isSimulated, onChecked } = props;
  const [check, setCheck] = useState<{ isRunning: boolean; problem: string | null }>({
    isRunning: false,
    problem: null,
  });
  if (isSimulated)
    return (
      <p className="muted">{`${symbol} ${timeframe} is simulated from daily bars; no market gave these prices.`}</p>
    );
  if (problem !== null) return <Problem text={problem} />;
  if (trust === null) return <p className="muted">…</p>;
  const compare = async (): Promise<void> => {
    setCheck({ isRunning: true, problem: null });
    try {
      await compareSources(symbol, timeframe);
      setCheck({ isRunning: false, problem: null });
      onChecked();
    } catch (error) {
      setCheck({ isRunning: false, problem: refusalText(error) });
    }
  };
  const date = timeframe === '1d' ? formatDate : (time: number) => formatMinute(time, 'UTC');
  const span = ({ from, to }: { from: number; to: number }) =>
    from === to ? date(from) : `${date(from)} to ${date(to)}`;
  const { stretches, gaps, disagreements, revised, lastCheck } = trust;
  return (
    <>
      <p className="strong">{`${symbol} ${timeframe}: ${seriesTrustText(trust)}`}</p>
      <TrustList
        title="Sources"
        total={trust.stretchesTotal}
        lines={stretches.map((one) => [span(one), `${sourceName(one)}, ${arrivalText(one)}`])}
      />
      <TrustList
        title="Disputed"
        total={trust.disagreementsTotal}
        lines={disagreements.map((one) => [date(one.time), disputeText(one)])}
      />
      <TrustList
        title="Missing"
        total={trust.gapsTotal}
        lines={gaps.map((one) => [
          span(one),
          one.bars === 1
            ? 'a bar the calendar expects'
            : `${formatCount(one.bars)} bars the calendar expects`,
        ])}
      />
      <TrustList
        title="Revised"
        total={revised.bars}
        lines={revised.times.map(({ time, revisions }) => [date(time), `${revisions}×`])}
      />
      <div className="chart-trust-check">
        <button type="button" className="button" disabled={check.isRunning} onClick={() => void compare()}>
          {check.isRunning ? 'Comparing…' : 'Compare with other sources'}
        </button>
        <span className="muted">
          {lastCheck === null
            ? 'never compared'
            : `${formatCount(lastCheck.agreed)} of ${formatCount(lastCheck.compared)} agreed with ${lastCheck.asked.map(({ source }) => source).join(', ')}, ${formatDate(lastCheck.checkedTime)}`}
        </span>
      </div>
      {check.problem !== null && <Problem text={check.problem} />}
    </>
  );
}

function TrustList({
  title,
  total,
  lines,
}: {
  readonly title: string;
  readonly total: number;
  readonly lines: readonly (readonly [string, string])[];
}): ReactNode {
  if (lines.length === 0) return null;
  const newest = lines.slice(-LINES).reverse();
  return (
    <section>
      <h4 className="muted">{total > newest.length ? `${title}, newest of ${formatCount(total)}` : title}</h4>
      <dl className="chart-trust-list">
        {newest.map(([when, what]) => (
          <div key={when}>
            <dt>{when}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Waits for the comparison; throws its error. */
async function compareSources(symbol: string, timeframe: Timeframe): Promise<void> {
  const engine = requireEngine();
  const { id } = await engine.marketData.validateSources({ symbol, timeframe });
  for (;;) {
    const { task } = await engine.agents.taskResult({ id, waitMs: WAIT_MS });
    if (task.state === 'done') return;
    if (task.finishedTime !== null) throw new Error(task.error ?? `the comparison ended as ${task.state}`);
  }
}
