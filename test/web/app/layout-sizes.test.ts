import { createDockview, type DockviewApi, type SerializedDockview } from 'dockview-react';
import { afterEach, expect, test } from 'vitest';
import { DOCK_GAP, withGaps } from '../../../src/renderer/app/layout-sizes.ts';

const hosts: HTMLElement[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.remove();
});

function openDock(): DockviewApi {
  const host = document.createElement('div');
  document.body.append(host);
  hosts.push(host);
  const dock = createDockview(host, {
    theme: { name: 'test', className: 'test', gap: DOCK_GAP },
    createComponent: () => ({ element: document.createElement('div'), init() {} }),
  });
  dock.layout(1270, 726, true);
  return dock;
}

/** To a thousandth of a pixel. */
const sizes = (layout: SerializedDockview): string =>
  JSON.stringify(layout.grid, (name, value: unknown) =>
    name === 'size' ? Math.round(Number(value) * 1_000) / 1_000 : value,
  );

// Would catch: panels that creep by a pixel with every start, because sizes are kept without gaps and restored with them.
test('a layout restored again and again stays where it is', () => {
  const first = openDock();
  const chart = first.addPanel({ id: 'chart', component: 'x' });
  first.addPanel({ id: 'ticket', component: 'x', position: { referencePanel: chart, direction: 'right' } });
  first.addPanel({ id: 'list', component: 'x', position: { referencePanel: chart, direction: 'left' } });
  const orders = first.addPanel({
    id: 'orders',
    component: 'x',
    position: { referencePanel: chart, direction: 'below' },
  });
  first.getPanel('ticket')?.api.setSize({ width: 311 });
  orders.api.setSize({ height: 203 });
  const kept = first.toJSON();
  let layout = kept;
  for (let start = 0; start < 4; start++) {
    const dock = openDock();
    dock.fromJSON(withGaps(layout));
    dock.layout(1270, 726, true);
    layout = dock.toJSON();
  }
  expect(sizes(layout)).toEqual(sizes(kept));
});
