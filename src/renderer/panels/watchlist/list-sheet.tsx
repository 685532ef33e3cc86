import { type ReactNode, useState } from 'react';
import { WATCH_COLUMNS } from '#contract/services/settings';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { SheetButton } from '../../components/sheet-button.tsx';
import type { Watchlists } from './use-watchlists.ts';
import { WATCH_COLUMN_KINDS } from './watch-columns.tsx';
import { formatWatchText, parseWatchText } from './watch-lists.ts';

/** The list's name in the panel's head: opens its columns, its name, its text, and the other lists. */
export function ListSheet({ lists }: { readonly lists: Watchlists }): ReactNode {
  return (
    <SheetButton
      label="Watchlist settings"
      title="Columns, name, import and export of this list; other lists"
      width={300}
      sheet={(close) => <Sheet lists={lists} close={close} />}
    >
      {lists.current.name} <span aria-hidden="true">▾</span>
    </SheetButton>
  );
}

function Sheet({ lists, close }: { readonly lists: Watchlists; readonly close: () => void }): ReactNode {
  const { current } = lists;
  const [name, setName] = useState(current.name);
  const keepName = (): void => lists.rename(current.id, name);
  return (
    <>
      <div className="list-sheet-line">
        <input
          aria-label="Name of this list"
          value={name}
          maxLength={40}
          onChange={(event) => setName(event.target.value)}
          onBlur={keepName}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keepName();
          }}
        />
        <button
          type="button"
          className="link-button"
          onClick={() => {
            lists.add();
            close();
          }}
        >
          New list
        </button>
        <ConfirmButton
          question={`Delete ${current.name}?`}
          title="Takes this list away; what is stored or streamed of its symbols stays"
          isDisabled={lists.lists.length < 2}
          onConfirm={() => {
            lists.remove(current.id);
            close();
          }}
        >
          Delete
        </ConfirmButton>
      </div>
      <fieldset className="list-sheet-columns">
        <legend>Columns</legend>
        {WATCH_COLUMNS.map((column) => (
          <label key={column} className="check" title={WATCH_COLUMN_KINDS[column].hint}>
            <input
              type="checkbox"
              checked={current.columns.includes(column)}
              onChange={({ target: { checked } }) =>
                lists.change({
                  columns: WATCH_COLUMNS.filter((one) =>
                    one === column ? checked : current.columns.includes(one),
                  ),
                })
              }
            />
            {WATCH_COLUMN_KINDS[column].name}
          </label>
        ))}
      </fieldset>
      <TextForm lists={lists} close={close} />
    </>
  );
}

function TextForm({ lists, close }: { readonly lists: Watchlists; readonly close: () => void }): ReactNode {
  const [text, setText] = useState(() => formatWatchText(lists.current.rows));
  const { rows, problems } = parseWatchText(text);
  const isChanged = text !== formatWatchText(lists.current.rows);
  const symbols = rows.filter((row) => 'symbol' in row).length;
  return (
    <>
      <label className="list-sheet-text">
        As text: a symbol a line, a section as # name
        <textarea
          rows={7}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {problems.length > 0 && (
        <p className="note warning" role="alert">
          {problems.slice(0, 3).join('; ')}
          {problems.length > 3 && ` and ${problems.length - 3} more`}
        </p>
      )}
      <div className="list-sheet-line">
        <button
          type="button"
          className="button small primary"
          disabled={!isChanged}
          onClick={() => {
            lists.change({ rows });
            close();
          }}
        >
          Keep {symbols} {symbols === 1 ? 'symbol' : 'symbols'}
        </button>
        <button
          type="button"
          className="button small"
          onClick={() => void navigator.clipboard.writeText(text)}
        >
          Copy
        </button>
        <a
          className="button small"
          download={`${lists.current.name}.txt`}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          Save
        </a>
        <label className="button small">
          Open…
          <input
            type="file"
            accept=".txt,.csv,text/plain"
            className="visually-hidden"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </label>
      </div>
    </>
  );
}
