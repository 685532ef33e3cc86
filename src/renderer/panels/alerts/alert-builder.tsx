import { type ReactNode, useId } from 'react';
import { COMPARISONS } from '#domain/alerts/alert-rule';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { type AlertDraft, type BuilderRow, withRows } from './alert-draft.ts';

const MEASURES = [
  'price',
  'bid',
  'ask',
  'mid',
  'change',
  'change(open)',
  'change(30m)',
  'volume',
  'volume(5m)',
  'relative-volume(20,1d)',
  'rsi(14,1d)',
  'sma(50,1d)',
  'ema(20,1d)',
  'macd(12,26,9,1d).signal',
  'bbands(20,2,1d).upper',
  'atr(14,1d)',
  'time',
];
const OPERATORS = [...COMPARISONS, 'enters', 'leaves', 'rises-by', 'falls-by'];
const TIME_OPERATORS = ['at', 'after', 'before'];
const HINTS: Readonly<Record<string, string>> = {
  enters: '100 to 110',
  leaves: '100 to 110',
  'rises-by': '2% in 15m',
  'falls-by': '2% in 15m',
  at: '09:35, 5m before-close',
  after: '10:00',
  before: '15:30',
};
const NEW_ROW: BuilderRow = { measure: 'rsi(14,1d)', operator: 'is-above', value: '70' };

/** The rule as lines of measure, operator and value. */
export function AlertBuilder({
  draft,
  onChange,
}: {
  readonly draft: AlertDraft;
  readonly onChange: (draft: AlertDraft) => void;
}): ReactNode {
  const measures = useId();
  const { rows } = draft;
  if (rows === null) return <p className="muted">This rule is nested; it is edited as text above.</p>;
  const change = (index: number, changed: Partial<BuilderRow>): void =>
    onChange(
      withRows(
        draft,
        rows.map((row, i) => (i === index ? { ...row, ...changed } : row)),
      ),
    );
  return (
    <fieldset className="alert-rows" aria-label="Conditions">
      <datalist id={measures}>
        {MEASURES.map((measure) => (
          <option key={measure} value={measure} />
        ))}
      </datalist>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={index} className="alert-row">
          <input
            aria-label={`Measure ${index + 1}`}
            list={measures}
            value={row.measure}
            onChange={({ target }) => {
              const isTime = target.value === 'time';
              const isOther = isTime !== TIME_OPERATORS.includes(row.operator);
              const turned = isTime
                ? { operator: 'at', value: '' }
                : { operator: 'crosses-above', value: '' };
              change(index, { measure: target.value, ...(isOther ? turned : {}) });
            }}
          />
          <select
            aria-label={`Operator ${index + 1}`}
            value={row.operator}
            onChange={({ target }) => change(index, { operator: target.value })}
          >
            {(row.measure === 'time' ? TIME_OPERATORS : OPERATORS).map((operator) => (
              <option key={operator}>{operator}</option>
            ))}
          </select>
          <input
            aria-label={`Value ${index + 1}`}
            list={row.measure === 'time' ? undefined : measures}
            placeholder={HINTS[row.operator] ?? 'number or measure'}
            value={row.value}
            onChange={({ target }) => change(index, { value: target.value })}
          />
          <button
            type="button"
            className="link-button danger"
            aria-label={`Remove condition ${index + 1}`}
            disabled={rows.length === 1}
            onClick={() =>
              onChange(
                withRows(
                  draft,
                  rows.filter((_, i) => i !== index),
                ),
              )
            }
          >
            ×
          </button>
        </div>
      ))}
      <div className="alert-row-tools">
        <button
          type="button"
          className="link-button"
          onClick={() => onChange(withRows(draft, [...rows, NEW_ROW]))}
        >
          + condition
        </button>
        {rows.length > 1 && (
          <SegmentedControl
            label="Conditions that must hold"
            value={draft.join}
            segments={[
              { value: 'and', text: 'all' },
              { value: 'or', text: 'any' },
            ]}
            onChoose={(join) => onChange(withRows(draft, rows, join))}
          />
        )}
      </div>
    </fieldset>
  );
}
