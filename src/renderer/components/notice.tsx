import type { ReactNode } from 'react';

/** What stands where there is nothing yet: what would fill it, and the button that does. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <p className="empty-text">{children}</p>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}

/** What went wrong, in a sentence, and a way to try again. */
export function Problem({
  text,
  onRetry,
}: {
  readonly text: string;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  return (
    <div className="problem" role="alert">
      <span aria-hidden="true">▲</span>
      <span className="selectable">{text}</span>
      {onRetry && (
        <button type="button" className="button small" onClick={onRetry}>
          Retry
        </button>
      )}
    </div>
  );
}
