import { type RefObject, useEffect, useMemo, useState } from 'react';

/** What is known of a column here: a CSS grid track that starts with its least width in pixels. */
interface Tracked {
  readonly width: string;
  readonly isOptional?: boolean;
}

/** The first columns whose least widths fit into a width, at least one. */
export function columnsThatFit<Column extends Tracked>(
  columns: readonly Column[],
  width: number,
  padding: number,
): readonly Column[] {
  let used = padding;
  const firstTooWide = columns.findIndex((column, place) => {
    used += leastWidth(column.width);
    return place > 0 && used > width;
  });
  return firstTooWide < 0 ? columns : columns.slice(0, firstTooWide);
}

/** The columns without the last optional ones that have no room; those that are not optional all stay. */
export function withoutOptional<Column extends Tracked>(
  columns: readonly Column[],
  width: number,
  padding: number,
): readonly Column[] {
  let used = columns.reduce((sum, column) => sum + leastWidth(column.width), padding);
  if (used <= width) return columns;
  const kept = [...columns].reverse().filter((column) => {
    if (used <= width || column.isOptional !== true) return true;
    used -= leastWidth(column.width);
    return false;
  });
  return kept.reverse();
}

/** The least width of a grid track in CSS pixels: `70px` and `minmax(70px, 1fr)` are 70. */
export function leastWidth(track: string): number {
  return Number(/\d+/.exec(track)?.[0] ?? 0);
}

/** The columns that an element has room for, anew whenever its width changes; only optional ones are left out unless asked. */
export function useFittingColumns<Column extends Tracked>(
  element: RefObject<HTMLElement | null>,
  columns: readonly Column[],
  { isFitted, padding }: { readonly isFitted: boolean; readonly padding: number },
): readonly Column[] {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  const isOn = isFitted || columns.some(({ isOptional }) => isOptional);
  useEffect(() => {
    if (!isOn || element.current === null) return undefined;
    const host = element.current;
    const observer = new ResizeObserver(() => setWidth(host.clientWidth));
    observer.observe(host);
    return () => observer.disconnect();
  }, [isOn, element]);
  return useMemo(() => {
    const left = withoutOptional(columns, width, padding);
    return isFitted ? columnsThatFit(left, width, padding) : left;
  }, [isFitted, columns, width, padding]);
}
