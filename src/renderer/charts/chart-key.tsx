import './chart-key.css';
import type { ReactNode } from 'react';

export interface ChartKeyEntry {
  readonly name: string;
  readonly colour: string;
  /** A line unless told. */
  readonly mark?: 'line' | 'entry' | 'exit' | 'point';
}

const MARKS = { entry: '▲', exit: '▼', point: '◆' } as const;

/** What the lines and marks of a picture are, above its upper left corner. */
export function ChartKey({
  entries,
  children,
}: {
  readonly entries: readonly ChartKeyEntry[];
  /** Switches that belong to the picture. */
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="chart-key">
      {entries.map(({ name, colour, mark = 'line' }) => (
        <span key={name} className="chart-key-entry">
          {mark === 'line' ? (
            <i style={{ background: colour }} aria-hidden="true" />
          ) : (
            <b style={{ color: colour }} aria-hidden="true">
              {MARKS[mark]}
            </b>
          )}
          {name}
        </span>
      ))}
      {children}
    </div>
  );
}
