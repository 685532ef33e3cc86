import { type ReactNode, useState } from 'react';
import { type RevealResult, revealResult } from '#contract/services/lab';
import { requireEngine, useIsConnected } from '../../../client/connection.ts';
import { refusalText } from '../../../client/refusal.ts';
import { useAnswer } from '../../../client/use-answer.ts';
import { ConfirmButton } from '../../../components/confirm-button.tsx';
import { Problem } from '../../../components/notice.tsx';
import { formatCount, formatNumber, formatSignedPercent, signOf } from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { useReference } from '../../../stores/reference.ts';
import type { BacktestRequest } from '../backtest-form.ts';
import { Fact } from './fact.tsx';
import { noteLibraryChange, useLab } from './lab-store.ts';
import { type TaskKind, useTaskRun } from './use-task-run.ts';

type RevealRequest = Omit<BacktestRequest, 'from' | 'to' | 'asOf'>;

const REVEAL_TASK: TaskKind<RevealRequest, RevealResult> = {
  name: 'The reveal',
  submit: (engine, request, options) => engine.lab.reveal(request, options),
  read: (result) => revealResult.parse(result),
};
/** Share of a series, the newest, that is proposed to be locked. */
const LOCKED_SHARE = 0.2;
const DAY_MS = 86_400_000;

/** Bars set aside before anyone looks, and what one choice made of them: every look is counted. */
export function HoldOutPart({
  symbol,
  timeframe,
  read,
}: {
  readonly symbol: string;
  readonly timeframe: BacktestRequest['timeframe'];
  /** The request of the form, or null after telling there what is wrong with it. */
  readonly read: () => BacktestRequest | null;
}): ReactNode {
  const round = useLab(({ libraryRound }) => libraryRound);
  const isConnected = useIsConnected();
  const { series } = useReference();
  const [refusal, setRefusal] = useState<string | null>(null);
  const { value: lock, isLoading } = useAnswer(
    `hold-out ${round} ${symbol} ${timeframe}`,
    (engine, options) => engine.lab.holdOut({ symbol, timeframe }, options),
  );
  const reveal = useTaskRun(REVEAL_TASK, noteLibraryChange);
  const stored = series.find((one) => one.symbol === symbol && one.timeframe === timeframe);
  const from = stored ? proposedLock(stored) : null;

  async function lockFrom(time: number): Promise<void> {
    try {
      await requireEngine().lab.lockHoldOut({ symbol, timeframe, from: time });
      setRefusal(null);
      noteLibraryChange();
    } catch (error) {
      setRefusal(refusalText(error));
    }
  }

  function revealNow(): void {
    const request = read();
    if (request === null) return;
    const { from: _from, to: _to, asOf: _asOf, ...choice } = request;
    reveal.start(choice);
  }

  return (
    <section>
      <h3>{`Hold-out of ${symbol} ${timeframe}`}</h3>
      {refusal !== null && <Problem text={refusal} />}
      {lock === null ? (
        !isLoading &&
        from !== null && (
          <p className="note">
            Nothing is locked.{' '}
            <ConfirmButton
              question={`Lock from ${formatDate(from)} for ever?`}
              title="The newest fifth of the bars: the lab works without them until you reveal one choice"
              isDisabled={!isConnected}
              onConfirm={() => void lockFrom(from)}
            >
              Lock the newest fifth ›
            </ConfirmButton>
          </p>
        )
      ) : (
        <>
          <dl className="facts">
            <Fact name="Locked from" text={formatDate(lock.from)} />
            <Fact
              name="Judged on it"
              text={lock.reveals === 1 ? 'once' : `${formatCount(lock.reveals)} times`}
              hint="Only the first judgement is one in full: each after it knows what the ones before showed"
            />
          </dl>
          <p className="note">
            <ConfirmButton
              question="Reveal, and count it?"
              title="Judges the strategy and parameters of the form on the locked bars"
              isDisabled={!isConnected || reveal.run.kind === 'running'}
              onConfirm={revealNow}
            >
              {reveal.run.kind === 'running' ? 'Revealing…' : 'Reveal this choice ›'}
            </ConfirmButton>
          </p>
        </>
      )}
      {reveal.run.kind === 'failed' && <Problem text={reveal.run.problem} />}
      {reveal.run.kind === 'done' && <Revealed result={reveal.run.result} />}
    </section>
  );
}

function Revealed({ result: { result, holdOut } }: { readonly result: RevealResult }): ReactNode {
  const { returnPct, buyAndHoldReturnPct, sharpe, trades } = result.statistics;
  return (
    <dl className="facts" aria-label="On the locked bars">
      <Fact name="Return" text={formatSignedPercent(returnPct)} tone={signOf(returnPct)} />
      <Fact name="Hold" text={formatSignedPercent(buyAndHoldReturnPct)} />
      <Fact
        name="Sharpe"
        text={
          <>
            {formatNumber(sharpe)}
            <span className="trial-note">{` · look ${formatCount(holdOut.reveals)}`}</span>
          </>
        }
        hint="How many choices these bars have judged by now: only the first judgement is one in full"
      />
      <Fact name="Trades" text={formatCount(trades)} />
    </dl>
  );
}

/** Midnight UTC of the day from which the newest fifth of a series' time begins. */
export function proposedLock({
  firstTime,
  lastTime,
}: {
  readonly firstTime: number;
  readonly lastTime: number;
}): number {
  return Math.floor((lastTime - (lastTime - firstTime) * LOCKED_SHARE) / DAY_MS) * DAY_MS;
}
