import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { useIsConnected } from '../../client/connection.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { SelectField, TextField } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { useReference } from '../../stores/reference.ts';
import { ChainChooser, missingKeyOf } from './chain-chooser.tsx';
import { useDataView } from './data-view-store.ts';
import { type DownloadDraft, downloadRequestOf, draftProblems, EMPTY_DRAFT } from './download-draft.ts';
import { submitDownload } from './download-store.ts';

const TIMEFRAME_CHOICES = TIMEFRAMES.map((value) => ({ value, text: value }));

/** Says what to download, from whom, and as what to keep it. */
export function DownloadForm(): ReactNode {
  const { instruments } = useReference();
  const { downloadSymbol } = useDataView();
  const isConnected = useIsConnected();
  const providers = useAnswer('providers', (engine, options) =>
    engine.marketData.providers(undefined, options),
  );
  const [draft, setDraft] = useState<DownloadDraft>({ ...EMPTY_DRAFT, symbol: downloadSymbol });
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  useEffect(
    () => setDraft((before) => ({ ...before, symbol: downloadSymbol || before.symbol })),
    [downloadSymbol],
  );
  const problems = draftProblems(draft);
  const change = (part: Partial<DownloadDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setRefusal(null);
  };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (Object.keys(problems).length > 0 || draft.symbol.trim() === '') return;
    setIsSending(true);
    const refused = await submitDownload(downloadRequestOf(draft));
    setIsSending(false);
    setRefusal(refused);
    if (refused === null) setDraft((before) => ({ ...before, symbol: '', storeAs: '' }));
  }

  return (
    <form className="download-form" aria-label="Download" onSubmit={(event) => void submit(event)}>
      <div className="download-fields">
        <TextField
          label="Symbol"
          value={draft.symbol}
          placeholder="AAPL, ^GSPC, BTCUSDT"
          list="download-symbols"
          maxLength={32}
          required
          onChange={(event) => change({ symbol: event.target.value })}
        />
        <datalist id="download-symbols">
          {[...instruments.values()].map(({ symbol, name }) => (
            <option key={symbol} value={symbol}>
              {name}
            </option>
          ))}
        </datalist>
        <SelectField
          label="Bars of"
          value={draft.timeframe}
          choices={TIMEFRAME_CHOICES}
          onChoose={(timeframe) => change({ timeframe })}
        />
        <div className="date-pair">
          <TextField
            label="From"
            value={draft.from}
            placeholder={draft.timeframe === '1d' ? 'the first' : 'some time ago'}
            title="A day such as 2024-01-31; without it a stretch that suits the bars, all there is for days"
            error={problems.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <TextField
            label="to"
            value={draft.to}
            placeholder="now"
            title="The last day, taken whole; without it until now"
            error={problems.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </div>
        <div className="field chain-field">
          <span className="chain-word muted">Ask</span>
          <ChainChooser
            label="Providers, asked in the order they are chosen"
            links={(providers.value ?? [])
              .filter(({ gives }) => gives.includes('bars'))
              .map((provider) => ({ ...provider, missingKey: missingKeyOf(provider) }))}
            chosen={draft.providers}
            onChange={(ids) => change({ providers: ids })}
          />
        </div>
        <TextField
          label="Store as"
          value={draft.storeAs}
          placeholder={draft.symbol || 'the same symbol'}
          maxLength={32}
          onChange={(event) => change({ storeAs: event.target.value })}
        />
        {providers.problem && <Problem text={providers.problem} onRetry={providers.askAgain} />}
        {refusal && <Problem text={refusal} />}
      </div>
      <button
        type="submit"
        className="button primary"
        disabled={!isConnected || isSending || draft.symbol.trim() === ''}
      >
        {isConnected ? 'Download' : 'The engine is away'}
      </button>
    </form>
  );
}
