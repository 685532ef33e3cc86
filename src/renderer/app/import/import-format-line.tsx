import type { ReactNode } from 'react';
import type { ImportPreview } from '#contract/services/import';
import { DATE_ORDERS, QUOTE_SIDES } from '#domain/market/column-role';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { LabelledChoice } from '../../components/labelled-choice.tsx';
import { type ImportDraft, symbolOf } from './import-draft.ts';

const CONTENT_TEXT: Readonly<Record<NonNullable<ImportPreview['content']>, string>> = {
  bars: 'bars',
  'quote-bars': 'bars of bid and ask',
  quotes: 'quotes',
  trades: 'trades',
  closes: 'closes',
  table: 'a table of series',
};
const DELIMITERS = [
  { value: ',', text: 'comma' },
  { value: ';', text: 'semicolon' },
  { value: '\t', text: 'tab' },
  { value: '|', text: 'bar' },
] as const;
const DECIMALS = [
  { value: '.', text: 'point' },
  { value: ',', text: 'comma' },
] as const;
const DATE_TEXT = { ymd: 'year first', mdy: 'month/day', dmy: 'day.month' } as const;
const HEADER_TEXT = [
  { value: 'yes', text: 'first line' },
  { value: 'no', text: 'none' },
] as const;

/** The format that was found, each part to be put right. */
export function ImportFormatLine({
  preview,
  draft,
  onChange,
}: {
  readonly preview: ImportPreview;
  readonly draft: ImportDraft;
  readonly onChange: (draft: ImportDraft) => void;
}): ReactNode {
  const isQuotes = preview.content === 'quotes' || preview.content === 'quote-bars';
  return (
    <div className="format-line">
      <span className="format-part">
        <span>Holds</span>
        <b className={preview.content === null ? 'warning' : ''}>
          {preview.content === null ? 'not known yet' : CONTENT_TEXT[preview.content]}
        </b>
      </span>
      <label className="format-part">
        <span>{preview.content === 'table' ? 'Before each symbol' : 'Symbol'}</span>
        <input
          value={symbolOf(draft, preview)}
          placeholder={preview.content === 'table' ? 'nothing' : undefined}
          maxLength={32}
          size={10}
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the sheet opens because a file was offered; its first word is the symbol
          autoFocus
          onChange={(event) => onChange({ ...draft, symbol: event.target.value })}
        />
      </label>
      {preview.timeframe !== null || draft.timeframe !== null ? (
        <LabelledChoice
          className="format-part"
          label="Bars of"
          value={draft.timeframe ?? preview.timeframe ?? '1d'}
          choices={TIMEFRAMES.map((value) => ({ value, text: value }))}
          onChoose={(timeframe) => onChange({ ...draft, timeframe })}
        />
      ) : null}
      <LabelledChoice
        className="format-part"
        label="Columns apart by"
        value={DELIMITERS.find(({ value }) => value === preview.delimiter)?.value ?? ','}
        choices={DELIMITERS}
        onChoose={(delimiter) => onChange({ ...draft, delimiter, roles: {} })}
      />
      <LabelledChoice
        className="format-part"
        label="Decimal sign"
        value={preview.decimal}
        choices={DECIMALS}
        onChoose={(decimal) => onChange({ ...draft, decimal })}
      />
      <LabelledChoice
        className="format-part"
        label="Dates"
        value={preview.dateOrder}
        choices={DATE_ORDERS.map((value) => ({ value, text: DATE_TEXT[value] }))}
        onChoose={(dateOrder) => onChange({ ...draft, dateOrder })}
      />
      <label
        className="format-part"
        title="IANA name of the zone of times without an offset, such as America/New_York"
      >
        <span>Zone</span>
        <input
          value={draft.zone ?? preview.zone}
          size={14}
          spellCheck={false}
          list="import-zones"
          onChange={(event) => onChange({ ...draft, zone: event.target.value })}
        />
        <datalist id="import-zones">
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </label>
      <LabelledChoice
        className="format-part"
        label="Names"
        value={preview.hasHeader ? 'yes' : 'no'}
        choices={HEADER_TEXT}
        onChoose={(value) => onChange({ ...draft, hasHeader: value === 'yes', roles: {} })}
      />
      {isQuotes && (
        <LabelledChoice
          className="format-part"
          label="Bars from"
          value={preview.side}
          choices={QUOTE_SIDES.map((value) => ({ value, text: value }))}
          onChoose={(side) => onChange({ ...draft, side })}
        />
      )}
    </div>
  );
}

const ZONES = ['UTC', 'America/New_York', 'America/Chicago', 'Europe/London', 'Europe/Berlin', 'Asia/Tokyo'];
