import type { ReactNode } from 'react';

/** What is known of the row chosen, beside its table, or below it where there is no room. */
export function Details({
  title,
  note,
  onClose,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <aside className="details" aria-label={`Details of ${title}`}>
      <header>
        <span className="strong">{title}</span>
        <span className="muted">{note}</span>
        <button
          type="button"
          className="link-button"
          aria-label="Close details"
          title="Close (Esc)"
          onClick={onClose}
        >
          ×
        </button>
      </header>
      {children}
    </aside>
  );
}

/** A name and its value on one line of a list of facts. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={typeof children === 'string' ? children : undefined}>{children}</dd>
    </div>
  );
}
