import type { ReactNode } from 'react';

/** `alarm` is what must not be overlooked: text on a ground of danger. */
export type Tone =
  | 'plain'
  | 'up'
  | 'down'
  | 'warning'
  | 'danger'
  | 'alarm'
  | 'good'
  | 'accent'
  | 'model'
  | 'muted';

/** A few words in a small frame. */
export function Badge({
  tone = 'plain',
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={`badge tone-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** A coloured dot that always stands beside a word saying the same. */
export function Dot({ tone }: { readonly tone: Tone }): ReactNode {
  return <span className={`dot tone-${tone}`} aria-hidden="true" />;
}
