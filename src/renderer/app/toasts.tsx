import { type ReactNode, useEffect, useState } from 'react';
import type { NotificationView } from '#contract/services/alerts';
import { formatDateTime, formatMinute } from '../format/time.ts';
import { linkSymbol } from '../stores/focus.ts';
import { dismissToast, isQuiet, useToasts } from '../stores/toasts.ts';

const SHOWN_MS = { info: 9_000, success: 6_000, warning: 12_000, error: 20_000 } as const;
const SIGNS = { info: '●', success: '✓', warning: '▲', error: '▲' } as const;

/** Alerts and what went wrong, one line each; they leave by themselves, not while pointed at. */
export function Toasts(): ReactNode {
  const toasts = useToasts().filter((toast) => !isQuiet(toast));
  return (
    <ol className="toasts" aria-label="Notifications" aria-live="polite">
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </ol>
  );
}

/** The newest event that asks for nothing: a fill, an import. */
export function QuietToast(): ReactNode {
  const toast = [...useToasts()].reverse().find(isQuiet);
  return (
    <ul className="status-space" aria-label="Newest event" aria-live="polite">
      {toast && <Toast key={toast.id} toast={toast} />}
    </ul>
  );
}

function Toast({ toast }: { readonly toast: NotificationView }): ReactNode {
  const { id, severity, title, text, symbol, source, eventTime } = toast;
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS[severity]);
    return () => clearTimeout(timer);
  }, [id, severity, isHeld]);
  return (
    <li
      className={`toast ${severity}`}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
    >
      <span className="toast-sign" aria-hidden="true">
        {SIGNS[severity]}
      </span>
      <p className="selectable" title={text}>
        <span className="strong">{title}</span> <span className="muted">{text}</span>
      </p>
      {source !== 'window' && (
        <span className="toast-time" title={`${formatDateTime(eventTime)} New York`}>
          {formatMinute(eventTime)}
        </span>
      )}
      {symbol !== undefined && (
        <button type="button" className="link-button" onClick={() => linkSymbol(symbol)}>
          Show {symbol}
        </button>
      )}
      <button
        type="button"
        className="link-button"
        aria-label={`Dismiss: ${title}`}
        onClick={() => dismissToast(id)}
      >
        ×
      </button>
    </li>
  );
}
