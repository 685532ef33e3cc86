import { type ReactNode, useRef, useState } from 'react';
import type { OptionChainView, OptionSource } from '#contract/services/options';
import { requireEngine } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { Badge } from '../../components/badge.tsx';
import { formatNumber } from '../../format/number.ts';
import { formatMinute } from '../../format/time.ts';
import { showToast } from '../../stores/toasts.ts';
import { chooseSource, editRates, useOptionRates } from './option-store.ts';

/** Where the chain is from, of when it is, and what its values rest on. */
export function ChainTools({
  chain,
  sources,
  source,
  onImported,
}: {
  readonly chain: OptionChainView | null;
  readonly sources: readonly OptionSource[];
  readonly source: OptionSource | null;
  readonly onImported: () => void;
}): ReactNode {
  const { rate, dividendYield } = useOptionRates();
  return (
    <div className="table-tools option-tools" role="toolbar" aria-label="Source and assumptions">
      <label className="option-source" title={source?.note}>
        <span className="muted">Source</span>{' '}
        <select value={source?.id ?? ''} onChange={({ target }) => chooseSource(target.value)}>
          {source === null && <option value="">–</option>}
          {sources.map(({ id, name, isReady, problem }) => (
            <option key={id} value={id} disabled={!isReady} title={problem ?? undefined}>
              {isReady ? name : `${name}: ${problem}`}
            </option>
          ))}
        </select>
      </label>
      {source?.isSimulated && (
        <Badge tone="warning" title={source.note}>
          SIMULATED PRICES
        </Badge>
      )}
      {chain && (
        <>
          <span
            className="option-spot"
            title={`Price of the underlying, ${formatMinute(chain.spotTime)} New York`}
          >
            <span className="muted">Price</span> <b>{formatNumber(chain.spot)}</b>
          </span>
          <span className="muted" title="Time of the newest quote, New York">
            as of {formatMinute(chain.quoteTime ?? chain.receivedTime)}
            {chain.source.delayMs > 0 && `, ${chain.source.delayMs / 60_000} min late`}
          </span>
          <Percent
            label="Rate"
            title={chain.assumptions.rateSource}
            typed={rate}
            used={chain.assumptions.ratePct}
            onType={(text) => editRates({ rate: text })}
          />
          <Percent
            label="Dividends"
            title={chain.assumptions.dividendSource}
            typed={dividendYield}
            used={chain.assumptions.dividendYieldPct}
            onType={(text) => editRates({ dividendYield: text })}
          />
          <ChainFaults chain={chain} />
        </>
      )}
      <ImportChain onImported={onImported} />
    </div>
  );
}

function Percent({
  label,
  title,
  typed,
  used,
  onType,
}: {
  readonly label: string;
  readonly title: string;
  readonly typed: string;
  readonly used: number;
  readonly onType: (text: string) => void;
}): ReactNode {
  return (
    <label className="option-percent" title={`Percent a year: ${title}`}>
      <span className="muted">{label}</span>{' '}
      <input
        inputMode="decimal"
        value={typed}
        placeholder={formatNumber(used)}
        onChange={({ target }) => onType(target.value)}
      />{' '}
      <span className="muted">%</span>
    </label>
  );
}

/** How much of the chain is old, contradicts itself or could not be read. */
function ChainFaults({ chain }: { readonly chain: OptionChainView }): ReactNode {
  const quotes = chain.rows.flatMap(({ call, put }) => [call, put]).filter((quote) => quote !== null);
  const old = quotes.filter(({ isStale }) => isStale).length;
  const broken = chain.rows.filter(({ parity }) => parity !== null);
  const [first] = broken;
  return (
    <>
      {old > 0 && old === quotes.length && (
        <Badge
          tone="warning"
          title="Nothing newer is told, as while the exchange is closed. Orders wait for the opening, and for a quote after it"
        >
          last prices
        </Badge>
      )}
      {old > 0 && old < quotes.length && (
        <Badge tone="warning" title="Quotes more than 15 minutes old; they are dimmed">
          {old} old
        </Badge>
      )}
      {first?.parity && (
        <Badge tone="warning" title={`${formatNumber(first.strike)}: ${first.parity.text}`}>
          ≠ parity at {broken.length} {broken.length === 1 ? 'strike' : 'strikes'}
        </Badge>
      )}
      {chain.setAside > 0 && (
        <span
          className="muted"
          title="Contracts changed by a split or merger: no symbol tells what they deliver"
        >
          {chain.setAside} adjusted left out
        </span>
      )}
    </>
  );
}

/** Keeps the chains of a CSV file. */
function ImportChain({ onImported }: { readonly onImported: () => void }): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function keep(chosen: File): Promise<void> {
    setIsBusy(true);
    try {
      const text = await chosen.text();
      const done = await requireEngine().options.importText({ name: chosen.name, text });
      const kept = done.chains.map(({ underlying, contracts }) => `${underlying} ${contracts}`).join(', ');
      showToast({
        severity: done.rowsQuarantined > 0 ? 'warning' : 'info',
        title: kept === '' ? `No contract of ${chosen.name} could be read` : `Imported contracts: ${kept}`,
        text: done.rowsQuarantined > 0 ? `${done.rowsQuarantined} rows set aside: ${done.reasons[0]}` : '',
      });
      chooseSource('imported');
      onImported();
    } catch (error) {
      showToast({ severity: 'error', title: `${chosen.name} was not imported`, text: refusalText(error) });
    }
    setIsBusy(false);
  }

  return (
    <>
      <button
        type="button"
        className="button small tools-end"
        disabled={isBusy}
        title="A CSV file with a contract a row: symbol or underlying, expiration, strike and type, bid, ask, date"
        onClick={() => file.current?.click()}
      >
        Import…
      </button>
      <input
        ref={file}
        type="file"
        accept=".csv,text/csv"
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void keep(chosen);
          target.value = '';
        }}
      />
    </>
  );
}
