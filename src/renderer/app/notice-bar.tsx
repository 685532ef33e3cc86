import { type ReactNode, useEffect, useState } from 'react';
import { useConnection } from '../client/connection.ts';
import { formatAge } from '../format/time.ts';
import { useSession } from '../stores/engine-streams.ts';
import { useReference } from '../stores/reference.ts';
import { AccountNotices } from './account-notices.tsx';

/** What must not be overlooked: no engine, trading halted, a store that cannot be written. Absent when all is well. */
export function NoticeBar(): ReactNode {
  const { phase, lostTime, problem } = useConnection();
  const session = useSession();
  const notices = useReference().info?.notices ?? [];
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = notices.filter(({ severity, text }) => severity !== 'info' && !dismissed.includes(text));
  return (
    <div className="notices" role="status" aria-live="assertive">
      {phase === 'disconnected' && session !== null && (
        <p className="notice-line disconnected">
          <span>
            <b>Engine not connected</b> for <Since time={lostTime} />. What you see is the last known state;
            orders cannot be sent from here. {problem}. Trying again by itself.
          </span>
        </p>
      )}
      <AccountNotices />
      {shown.map(({ severity, text }) => (
        <p key={text} className={`notice-line ${severity}`}>
          {text}
          <button
            type="button"
            className="link-button"
            aria-label="Dismiss this notice"
            onClick={() => setDismissed((known) => [...known, text])}
          >
            ×
          </button>
        </p>
      ))}
    </div>
  );
}

function Since({ time }: { readonly time: number | null }): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <b className="number">{formatAge(time === null ? null : now - time)}</b>;
}
