import { type DragEvent, useMemo, useRef } from 'react';

/** What a row of that index wears to be dragged and dropped upon. */
export type RowDrag = (index: number) => {
  readonly draggable: true;
  readonly onDragStart: (event: DragEvent<HTMLElement>) => void;
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
  readonly onDragLeave: (event: DragEvent<HTMLElement>) => void;
  readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  readonly onDragEnd: () => void;
};

const MARK = 'drop';

/** Rows that change places by dragging; undefined while they have no places to change. */
export function useRowDrag(
  onMove: ((fromIndex: number, toIndex: number) => void) | undefined,
): RowDrag | undefined {
  const dragged = useRef<number | null>(null);
  const move = useRef(onMove);
  move.current = onMove;
  const isMovable = onMove !== undefined;
  return useMemo(() => {
    if (!isMovable) return undefined;
    return (index) => ({
      draggable: true,
      onDragStart: (event) => {
        dragged.current = index;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', event.currentTarget.innerText);
      },
      onDragOver: (event) => {
        if (dragged.current === null) return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.dataset[MARK] = isLowerHalf(event) ? 'after' : 'before';
      },
      onDragLeave: (event) => {
        delete event.currentTarget.dataset[MARK];
      },
      onDrop: (event) => {
        delete event.currentTarget.dataset[MARK];
        const from = dragged.current;
        dragged.current = null;
        if (from === null) return;
        event.preventDefault();
        event.stopPropagation();
        const to = droppedIndex(from, index, isLowerHalf(event));
        if (to !== from) move.current?.(from, to);
      },
      onDragEnd: () => {
        dragged.current = null;
      },
    });
  }, [isMovable]);
}

/** Where a row lands, counted without it, when dropped on the upper or lower half of another. */
export function droppedIndex(from: number, target: number, isAfter: boolean): number {
  const gap = isAfter ? target + 1 : target;
  return gap > from ? gap - 1 : gap;
}

function isLowerHalf(event: DragEvent<HTMLElement>): boolean {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  return event.clientY > top + height / 2;
}
