import type { ReactNode } from 'react';
import { useIsConnected } from '../client/connection.ts';
import { Dot, type Tone } from '../components/badge.tsx';
import { formatBytes, formatCompact, formatCount, formatDuration, formatNumber } from '../format/number.ts';
import { streamCounts } from '../panels/ops/stream-counts.ts';
import { useHealth, useSubscriptions } from '../stores/engine-streams.ts';
import { useReference } from '../stores/reference.ts';
import { useScreenDelay } from '../stores/screen-delay.ts';
import { goToSettings } from './commands.ts';
import { QuietToast } from './toasts.tsx';
import { openPanel, toggleKeys } from './workspace-control.ts';

/** Measured figures of the engine and of this window; each says in its tooltip what it is. */
export function StatusBar(): ReactNode {
  const health = useHealth();
  const { info } = useReference();
  const isConnected = useIsConnected();
  const delay = useScreenDelay();
  return (
    <footer className={isConnected ? 'status-bar' : 'status-bar stale'}>
      {health ? (
        <>
          <button type="button" title="Opens the journal" onClick={() => openPanel('journal', 'Journal')}>
            <Dot tone={journalTone(health.isJournalVerified)} />
            Journal {journalWords(health.isJournalVerified)} · {formatCount(health.journalRecords)} records
          </button>
          <span title="Files of journal and market data on disk">Store {formatBytes(health.storeBytes)}</span>
          <StreamsState isConnected={isConnected} />
          <span title="Price updates the engine handled in the last second">
            Ticks {formatCompact(health.ticksPerSecond)}/s
          </span>
          <span
            title={
              delay.samples > 0
                ? `From a price reaching this window to its frame being drawn: median of ${delay.samples}; 95 % within ${formatNumber(delay.p95Ms, 1)} ms`
                : 'From a price reaching this window to its frame being drawn; measured once prices move'
            }
          >
            Feed → screen {formatDuration(delay.medianMs)}
          </span>
          <span title="99 % of the engine's event-loop delays are below this">
            Engine delay {formatDuration(health.engineDelayMsP99)}
          </span>
        </>
      ) : (
        <span>No figures from the engine yet</span>
      )}
      <QuietToast />
      {health && <span title="Memory of the engine process">Memory {formatBytes(health.memoryBytes)}</span>}
      {info && (
        <span title={`${info.host} · ${info.runtime} · data in ${info.dataFolder}`}>
          v{info.version} · {info.profile}
        </span>
      )}
      <button type="button" title="Keys of the focused panel (?)" onClick={toggleKeys}>
        Keys
      </button>
      <button type="button" title="Theme, colours, limits, keys (Ctrl/⌘ ,)" onClick={goToSettings}>
        Settings
      </button>
    </footer>
  );
}

/** How many symbols stream and how many would; nothing while none is asked for. */
function StreamsState({ isConnected }: { readonly isConnected: boolean }): ReactNode {
  const { items } = useSubscriptions();
  const { live, waiting } = streamCounts(items);
  const tone: Tone = !isConnected || items.length === 0 ? 'muted' : waiting > 0 ? 'warning' : 'good';
  const words =
    items.length === 0 ? 'none' : waiting > 0 ? `${live} live · ${waiting} waiting` : `${live} live`;
  return (
    <button
      type="button"
      title="Symbols with live prices; opens Streams"
      onClick={() => openPanel('streams', 'Streams')}
    >
      <Dot tone={tone} />
      Streams {isConnected ? words : 'not connected'}
    </button>
  );
}

function journalTone(isVerified: boolean | null): Tone {
  if (isVerified === null) return 'muted';
  return isVerified ? 'good' : 'danger';
}

function journalWords(isVerified: boolean | null): string {
  if (isVerified === null) return 'not checked yet';
  return isVerified ? 'verified' : 'NOT verified';
}
