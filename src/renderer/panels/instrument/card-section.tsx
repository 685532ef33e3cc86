import type { ReactNode } from 'react';
import { NO_VALUE } from '../../format/number.ts';

/** A titled part of the card. */
export function CardSection({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="card-section" aria-label={title}>
      <h3>
        {title} <span className="card-aside">{aside}</span>
      </h3>
      {children}
    </section>
  );
}

/** One line of facts; a dash where nothing is known. */
export function Fact({
  name,
  title,
  children,
}: {
  readonly name: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children ?? NO_VALUE}</dd>
    </div>
  );
}
