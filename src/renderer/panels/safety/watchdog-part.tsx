import type { ReactNode } from 'react';
import type { WatchdogState } from '#contract/services/watchdog';
import { useAnswer } from '../../client/use-answer.ts';
import { Dot, type Tone } from '../../components/badge.tsx';
import { Problem } from '../../components/notice.tsx';
import { formatCount, formatDuration } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';

const EVERY_MS = 3_000;
const PHASES: Readonly<Record<WatchdogState['phase'], { readonly word: string; readonly tone: Tone }>> = {
  off: { word: 'switched off', tone: 'warning' },
  idle: { word: 'at rest: nothing works at a broker', tone: 'muted' },
  starting: { word: 'starting', tone: 'muted' },
  watching: { word: 'watching', tone: 'good' },
  failed: { word: 'failed', tone: 'danger' },
};

/** The process that acts when the engine no longer answers, and what it has done. */
export function WatchdogPart(): ReactNode {
  const { value: state, problem } = useAnswer(
    'watchdog',
    ({ accounts }, options) => accounts.watchdog(undefined, options),
    { everyMs: EVERY_MS },
  );
  const { value: acts } = useAnswer(
    'watchdog-acts',
    ({ accounts }, options) => accounts.watchdogActs(undefined, options),
    { everyMs: EVERY_MS * 5 },
  );
  return (
    <section aria-label="Watchdog">
      <h3>Watchdog</h3>
      {problem !== null && <Problem text={problem} />}
      {state && (
        <p>
          <Dot tone={PHASES[state.phase].tone} /> {PHASES[state.phase].word}
          <span className="muted">
            {' · '}after {formatCount(state.limitSeconds)} s without a word of the engine it{' '}
            {state.action === 'cancel' ? 'cancels every order' : 'cancels every order and flattens'}
            {state.accounts.length > 0 && ` of ${state.accounts.join(', ')}`}
          </span>
        </p>
      )}
      {state?.problem && <p className="danger-text">{state.problem}</p>}
      {acts && acts.length > 0 ? (
        <ul className="safety-reports selectable">
          {acts.map((act) => (
            <li key={act.actId}>
              <span className="muted number">{formatDateTime(act.actedTime)}</span>{' '}
              <span className="strong">{act.account}</span>: {formatCount(act.cancelled)} cancelled
              {act.flattened.length > 0 && `, ${act.flattened.join(', ')} closed`},{' '}
              {formatDuration(act.actedTime - act.silentSince)} after the last word
              {act.notDone.map((sentence) => (
                <p key={sentence} className="danger-text">
                  {sentence}
                </p>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        <p className="note">It has never had to act.</p>
      )}
    </section>
  );
}
