import { type ReactNode, useRef } from 'react';
import { signOf } from '../format/number.ts';

export interface NumberCellProps {
  readonly value: number | null;
  readonly text: string;
  /** Colours the text by the sign of the value; the text itself must carry the sign too. */
  readonly isSigned?: boolean;
  /** Where the number comes from and when it was true. */
  readonly source?: string | undefined;
}

/** A number whose ground fades for a quarter of a second when it changes, towards up or down. */
export function NumberCell({ value, text, isSigned = false, source }: NumberCellProps): ReactNode {
  const shown = useRef({ value, text, flashes: 0, direction: 'flat' });
  const before = shown.current;
  if (before.text !== text) {
    const move = before.value === null || value === null ? 0 : value - before.value;
    shown.current = {
      value,
      text,
      flashes: before.flashes + (move === 0 ? 0 : 1),
      direction: move === 0 ? before.direction : signOf(move),
    };
  }
  const { flashes, direction } = shown.current;
  // Two names of one animation: changing from one to the other starts it again.
  const flash = flashes === 0 ? '' : ` flash-${direction}-${flashes % 2}`;
  return (
    <span className={`number${flash}${isSigned ? ` ${signOf(value)}` : ''}`} title={source}>
      {text}
    </span>
  );
}
