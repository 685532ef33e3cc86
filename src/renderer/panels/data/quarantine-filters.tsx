import type { ReactNode } from 'react';
import { useAnswer } from '../../client/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import { filterQuarantine, type QuarantineFilter, useDataView } from './data-view-store.ts';
import { FilterField } from './filter-field.tsx';
import type { ReasonKind } from './reason-kinds.ts';

const KINDS_SHOWN = 4;

export interface Page {
  readonly offset: number;
  readonly rows: number;
  readonly size: number;
}

/** Narrows the rows set aside, turns their pages, and tells which reasons are frequent. */
export function QuarantineFilters({
  total,
  page,
  onPage,
  kinds,
}: {
  readonly total: number | null;
  readonly page: Page;
  readonly onPage: (offset: number) => void;
  readonly kinds: readonly ReasonKind[];
}): ReactNode {
  const { filter } = useDataView();
  const groups = useAnswer(
    `groups ${total}`,
    (engine, options) => engine.marketData.quarantineGroups(undefined, options),
    {
      isKept: true,
    },
  );
  const change = (part: Partial<QuarantineFilter>): void => filterQuarantine({ ...filter, ...part });
  const all = groups.value ?? [];
  return (
    <>
      <div className="data-tools">
        <FilterField label="Reason" value={filter.reason} onChange={(reason) => change({ reason })} />
        <Chooser
          label="File or source"
          all={countBy(all, ({ source }) => source)}
          value={filter.source}
          onChoose={(source) => change({ source })}
        />
        <Chooser
          label="Symbol"
          all={countBy(all, ({ symbol }) => symbol)}
          value={filter.symbol}
          onChoose={(symbol) => change({ symbol })}
        />
        <Pages total={total} page={page} onPage={onPage} />
      </div>
      {kinds.length > 1 && (
        <fieldset className="reason-kinds" aria-label="Reasons on this page">
          {kinds.slice(0, KINDS_SHOWN).map(({ text, rows, part }) => (
            <button
              key={text}
              type="button"
              className={filter.reason === part ? 'chip chosen' : 'chip'}
              title={text}
              onClick={() => change({ reason: filter.reason === part ? '' : part })}
            >
              <b>{formatCount(rows)}</b> {text}
            </button>
          ))}
          {kinds.length > KINDS_SHOWN && (
            <span className="muted">and {formatCount(kinds.length - KINDS_SHOWN)} more</span>
          )}
        </fieldset>
      )}
    </>
  );
}

function Pages({
  total,
  page: { offset, rows, size },
  onPage,
}: {
  readonly total: number | null;
  readonly page: Page;
  readonly onPage: (offset: number) => void;
}): ReactNode {
  if (total === null) return null;
  const isPaged = total > size;
  return (
    <span className="pages">
      <span className="muted">
        {isPaged ? `${formatCount(offset + 1)}–${formatCount(offset + rows)} of ` : ''}
        {formatCount(total)} {total === 1 ? 'row' : 'rows'}
      </span>
      {isPaged && (
        <>
          <button
            type="button"
            className="link-button"
            disabled={offset === 0}
            onClick={() => onPage(Math.max(0, offset - size))}
          >
            ‹ newer
          </button>
          <button
            type="button"
            className="link-button"
            disabled={offset + rows >= total}
            onClick={() => onPage(offset + size)}
          >
            older ›
          </button>
        </>
      )}
    </span>
  );
}

function Chooser({
  label,
  all,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly all: ReadonlyMap<string, number>;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}): ReactNode {
  return (
    <select
      className="filter-choice"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{`${label}: all`}</option>
      {value !== '' && !all.has(value) && <option value={value}>{value}</option>}
      {[...all].map(([name, count]) => (
        <option key={name} value={name}>
          {`${name} (${formatCount(count)})`}
        </option>
      ))}
    </select>
  );
}

type Group = { readonly source: string; readonly symbol: string; readonly rows: number };

function countBy(groups: readonly Group[], nameOf: (group: Group) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(nameOf(group), (counts.get(nameOf(group)) ?? 0) + group.rows);
  return counts;
}
