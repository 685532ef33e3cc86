import { type ReactNode, useEffect } from 'react';
import type { NotificationView } from '#contract/services/alerts';
import { formatDateTime } from '../format/time.ts';
import { linkSymbol } from '../stores/focus.ts';
import { dismissToast, useToasts } from '../stores/toasts.ts';

const SHOWN_MS = { info: 6_000, success: 6_000, warning: 12_000, error: 20_000 } as const;
const SIGNS = { info: '●', success: '✓', warning: '▲', error: '▲' } as const;

/** Events as they happen, one line each, bottom right; they leave by themselves. */
export function Toasts(): ReactNode {
  const toasts = useToasts();
  return (
    <ol className="toasts" aria-label="Notifications" aria-live="polite">
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </ol>
  );
}

function Toast({ toast }: { readonly toast: NotificationView }): ReactNode {
  const { id, severity, title, text, symbol, source, eventTime } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS[severity]);
    return () => clearTimeout(timer);
  }, [id, severity]);
  return (
    <li className={`toast ${severity}`}>
      <span aria-hidden="true">{SIGNS[severity]}</span>
      <div>
        <p className="strong">{title}</p>
        <p className="muted selectable">{text}</p>
        {source !== 'window' && <p className="toast-time">{formatDateTime(eventTime)} New York</p>}
      </div>
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
