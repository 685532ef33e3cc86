import type { ReactNode } from 'react';
import type { ImportPreview } from '#contract/services/import';
import { COLUMN_ROLES, type ColumnRole } from '#domain/market/column-role';
import { formatDate, formatDateTime } from '../../format/time.ts';

const ROLE_TEXT: Readonly<Partial<Record<ColumnRole, string>>> = {
  clock: 'time of day',
  adj_close: 'adjusted close',
  bid_size: 'bid size',
  ask_size: 'ask size',
  value: 'a series of its own',
  ignore: 'not used',
};

/** The first rows of a file: what each column is, what each row was read as, and what is wrong with it. */
export function ImportRows({
  preview,
  roles,
  isDimmed,
  onRole,
}: {
  readonly preview: ImportPreview;
  readonly roles: Readonly<Record<number, ColumnRole>>;
  readonly isDimmed: boolean;
  readonly onRole: (place: number, role: ColumnRole) => void;
}): ReactNode {
  const { columns, rows, content } = preview;
  const roleOf = (place: number): ColumnRole => roles[place] ?? columns[place]?.role ?? 'ignore';
  return (
    <div className={isDimmed ? 'import-rows dimmed' : 'import-rows'}>
      <table aria-label="First rows of the file">
        <thead>
          <tr>
            <th scope="col" className="right">
              Line
            </th>
            {columns.map((column, place) => (
              <th key={column.name} scope="col" className={roleOf(place) === 'ignore' ? 'unused' : ''}>
                <span title={column.name}>{column.name}</span>
                <select
                  aria-label={`Column ${column.name} is`}
                  value={roleOf(place)}
                  onChange={(event) => {
                    const role = COLUMN_ROLES.find((each) => each === event.target.value);
                    if (role) onRole(place, role);
                  }}
                >
                  {COLUMN_ROLES.map((role) => (
                    <option key={role} value={role}>
                      {roleText(role)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
            <th scope="col">Read as</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells, time, problem }) => (
            <tr key={line} className={problem === null ? '' : 'bad'}>
              <td className="muted right">{line}</td>
              {columns.map((column, place) => (
                <td
                  key={column.name}
                  className={roleOf(place) === 'ignore' ? 'unused' : 'value'}
                  title={cells[place]}
                >
                  {cells[place]}
                </td>
              ))}
              <td className="muted">{timeText(time, preview.timeframe)}</td>
              <td className={problem === null ? 'muted' : 'warning'} title={problem ?? undefined}>
                {problem ?? (content === null ? '' : 'good')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function roleText(role: ColumnRole): string {
  return ROLE_TEXT[role] ?? role.replace('_', ' ');
}

function timeText(time: number | null, timeframe: ImportPreview['timeframe']): string {
  if (time === null) return 'no time';
  return timeframe === '1d' ? formatDate(time) : `${formatDateTime(time, 'UTC')} UTC`;
}
