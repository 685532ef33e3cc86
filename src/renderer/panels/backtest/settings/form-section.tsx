import { type ReactNode, useState } from 'react';

/** A part of the form that opens and closes; closed, it says in a line what it holds. */
export function FormSection({
  title,
  summary,
  isOpenAtFirst = false,
  hasError,
  children,
}: {
  readonly title: string;
  /** `0.1 % a side, no slippage`. */
  readonly summary?: string;
  readonly isOpenAtFirst?: boolean;
  /** A field within cannot be used: the part stays open. */
  readonly hasError: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const isShown = isOpen || hasError;
  return (
    <details
      className="form-section"
      open={isShown}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="form-section-title">{title}</span>
        {!isShown && summary !== undefined && <span className="form-section-summary">{summary}</span>}
      </summary>
      <div className="form-section-fields">{children}</div>
    </details>
  );
}
