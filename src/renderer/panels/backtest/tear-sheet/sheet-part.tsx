import type { ReactNode } from 'react';

/** A titled part of the sheet. */
export function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="sheet-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
