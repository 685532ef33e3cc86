import type { ReactNode } from 'react';

/** A dot and the word that says the same. */
export function StateWord({
  title,
  children,
}: {
  readonly title?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className="state-word" title={title}>
      {children}
    </span>
  );
}
