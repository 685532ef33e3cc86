import { type ReactNode, useState } from 'react';
import type { DrillReport } from '#contract/services/watchdog';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { Badge } from '../../components/badge.tsx';
import { Problem } from '../../components/notice.tsx';
import { formatCount, formatDuration } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useAccounts } from '../../stores/engine-streams.ts';

/** Longer than the watchdog's limit can be. */
const DRILL_MS_MAX = 330_000;

/** Rehearsals: an engine made for it freezes, and the real watchdog acts. */
export function DrillPart(): ReactNode {
  const { items } = useAccounts();
  const isConnected = useIsConnected();
  const { value: drills, askAgain } = useAnswer('drills', ({ accounts }, options) =>
    accounts.drills(undefined, options),
  );
  const [account, setAccount] = useState('');
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const testAccounts = items.filter(
    ({ environment, connection }) => environment === 'paper' && connection !== null,
  );

  async function run(): Promise<void> {
    setIsRunning(true);
    setProblem(null);
    try {
      await requireEngine().accounts.drill(account === '' ? {} : { account }, {
        context: { timeoutMs: DRILL_MS_MAX },
      });
    } catch (error) {
      setProblem(refusalText(error));
    }
    setIsRunning(false);
    askAgain();
  }

  return (
    <section aria-label="Drills">
      <h3>Drills</h3>
      <div className="drill-line">
        <span className="muted">
          An engine made for it freezes; the real watchdog has to notice and clear the orders.
        </span>
        {testAccounts.length > 0 && (
          <select aria-label="Where" value={account} onChange={({ target: { value } }) => setAccount(value)}>
            <option value="">on a stand-in venue</option>
            {testAccounts.map(({ account: name }) => (
              <option key={name} value={name}>
                on {name}: every order of it
              </option>
            ))}
          </select>
        )}
        <button
          type="button"
          className="button small"
          disabled={!isConnected || isRunning}
          onClick={() => void run()}
        >
          {isRunning ? 'Frozen; waiting for the watchdog…' : 'Run a drill'}
        </button>
      </div>
      {problem !== null && <Problem text={problem} />}
      {drills && drills.length > 0 ? (
        <ul className="safety-reports selectable">
          {drills.map((drill, index) => (
            <DrillLine key={drill.drillId} drill={drill} isOpen={index === 0} />
          ))}
        </ul>
      ) : (
        <p className="note">No drill yet: run one before you trade money.</p>
      )}
    </section>
  );
}

function DrillLine({ drill, isOpen }: { readonly drill: DrillReport; readonly isOpen: boolean }): ReactNode {
  const { isPassed, time, account, actedAfterLimitMs, limitMs, cancelled, notDone, steps } = drill;
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <Badge tone={isPassed ? 'good' : 'alarm'}>{isPassed ? 'passed' : 'failed'}</Badge>{' '}
          <span className="muted number">{formatDateTime(time)}</span> {account} · {formatCount(cancelled)}{' '}
          cancelled
          {actedAfterLimitMs !== null &&
            `, ${formatDuration(actedAfterLimitMs)} after the limit of ${formatDuration(limitMs)}`}
        </summary>
        {notDone.map((sentence) => (
          <p key={sentence} className="danger-text">
            {sentence}
          </p>
        ))}
        <ol className="drill-steps">
          {steps.map(({ what, isDone, afterMs, durationMs }) => (
            <li key={`${afterMs} ${what}`}>
              <span className="number muted">{afterMs === 0 ? '0 s' : formatDuration(afterMs)}</span>
              <span className={isDone ? '' : 'danger-text'}>
                {isDone ? '✓' : '×'} {what}
              </span>
              <span className="number muted">{formatDuration(durationMs)}</span>
            </li>
          ))}
        </ol>
      </details>
    </li>
  );
}
