import type { SerializedDockview } from 'dockview-react';

/** Pixels between two panels of a workspace. */
export const DOCK_GAP = 5;

type Grid = SerializedDockview['grid'];
type GridNode = Grid['root'];

/**
 * A kept layout as it is restored without moving. Sizes are kept without the gaps between panels, and restored as shares of
 * the room with them: left so, each start would make the larger panel a pixel larger.
 */
export function withGaps(layout: SerializedDockview): SerializedDockview {
  return { ...layout, grid: { ...layout.grid, root: nodeWithGaps(layout.grid.root) } };
}

function nodeWithGaps(node: GridNode): GridNode {
  if (!Array.isArray(node.data)) return node;
  const shown = node.data.filter(({ visible }) => visible !== false).length;
  const share = shown === 0 ? 0 : (DOCK_GAP * (shown - 1)) / shown;
  return {
    ...node,
    data: node.data
      .map(nodeWithGaps)
      .map((child) =>
        child.visible === false || child.size === undefined ? child : { ...child, size: child.size + share },
      ),
  };
}
