import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Column, DataTable } from '../../../src/renderer/components/data-table.tsx';
import { sortRows } from '../../../src/renderer/components/sort-rows.ts';
import { press, type Rendered, render } from '../support/render.tsx';

interface Row {
  readonly id: string;
  readonly value: number | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'id', header: 'Id', width: '60px', sortBy: ({ id }) => id, cell: ({ id }) => id },
  {
    id: 'value',
    header: 'Value',
    width: 'minmax(70px, 1fr)',
    align: 'right',
    sortBy: ({ value }) => value,
    cell: ({ value }) => value ?? '–',
  },
];
const rows: readonly Row[] = [
  { id: 'b', value: 2 },
  { id: 'a', value: null },
  { id: 'c', value: 1 },
];

const onSelect = vi.fn();
const onActivate = vi.fn();
const table = (shown: readonly Row[] = rows) => (
  <DataTable
    label="Test"
    columns={columns}
    rows={shown}
    idOf={({ id }) => id}
    onSelect={onSelect}
    onActivate={onActivate}
    empty={<p>nothing yet</p>}
  />
);

let screen: Rendered;
const grid = () => screen.host.querySelector('[role=grid]') as HTMLElement;
const ids = () =>
  [...screen.host.querySelectorAll('.table-row')].map((row) => row.firstElementChild?.textContent);
const selected = () => screen.host.querySelector('[aria-selected=true]')?.firstElementChild?.textContent;

beforeEach(async () => {
  vi.clearAllMocks();
  screen = await render(table());
});
afterEach(() => screen.unmount());

describe('a table', () => {
  test('sorts by a head, then the other way, then as it came; rows without a value stay last', async () => {
    const head = screen.host.querySelectorAll('[role=columnheader] button')[1] as HTMLElement;
    await screen.during(() => head.click());
    expect(ids()).toEqual(['c', 'b', 'a']);
    await screen.during(() => head.click());
    expect(ids()).toEqual(['b', 'c', 'a']);
    await screen.during(() => head.click());
    expect(ids()).toEqual(['b', 'a', 'c']);
  });

  test('arrow keys walk and stop at the ends; Enter acts on the chosen row', async () => {
    await screen.during(() => press(grid(), 'ArrowDown'));
    await screen.during(() => press(grid(), 'ArrowDown'));
    expect(selected()).toBe('a');
    await screen.during(() => press(grid(), 'End'));
    await screen.during(() => press(grid(), 'ArrowDown'));
    expect(selected()).toBe('c');
    await screen.during(() => press(grid(), 'Enter'));
    expect(onActivate).toHaveBeenCalledExactlyOnceWith(rows[2]);
    expect(grid().getAttribute('aria-activedescendant')).toBe(
      screen.host.querySelector('[aria-selected=true]')?.id,
    );
  });

  test('a key it takes goes no further; one it does not know reaches the window', async () => {
    const heard = vi.fn();
    window.addEventListener('keydown', heard);
    await screen.during(() => press(grid(), 'ArrowDown'));
    expect(heard).not.toHaveBeenCalled();
    await screen.during(() => press(grid(), 'ArrowRight'));
    expect(heard).toHaveBeenCalledOnce();
    window.removeEventListener('keydown', heard);
  });

  test('says what would fill it while it is empty', async () => {
    await screen.update(table([]));
    expect(screen.host.textContent).toContain('nothing yet');
  });

  test('a long table keeps only rows in view in the page', async () => {
    await screen.update(table(Array.from({ length: 5_000 }, (_, i) => ({ id: `row ${i}`, value: i }))));
    expect(grid().getAttribute('aria-rowcount')).toBe('5001');
    expect(screen.host.querySelectorAll('.table-row').length).toBeLessThan(200);
  });
});

test('texts sort as people count: item 2 before item 10', () => {
  const named = [{ id: 'item 10' }, { id: 'item 2' }];
  expect(sortRows(named, ({ id }) => id, 'ascending').map(({ id }) => id)).toEqual(['item 2', 'item 10']);
});
