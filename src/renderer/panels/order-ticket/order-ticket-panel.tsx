import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useIsConnected } from '../../client/connection.ts';
import { SelectField, TextField } from '../../components/field.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatQuantity } from '../../format/money.ts';
import { formatNumber } from '../../format/number.ts';
import { useDailyBars } from '../../stores/daily-bars.ts';
import { usePortfolio, useSession, useSettings } from '../../stores/engine-streams.ts';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { useQuote } from '../../stores/quotes.ts';
import { useInstrument, usePricePrecision } from '../../stores/reference.ts';
import type { PanelProps } from '../panel-props.ts';
import { PreviewRefusals, PreviewRows } from './preview-rows.tsx';
import { SendingResult } from './sending-result.tsx';
import { checkDraft, suggestQuantity, type TicketDraft } from './ticket-draft.ts';
import { editTicket, useTicket } from './ticket-store.ts';
import { useOrderSending } from './use-order-sending.ts';
import { usePreview } from './use-preview.ts';

const TYPES = [
  { value: 'market', text: 'Market' },
  { value: 'limit', text: 'Limit' },
  { value: 'stop', text: 'Stop' },
] as const;
const VALIDITIES = [
  { value: 'day', text: 'Day' },
  { value: 'gtc', text: 'Until cancelled' },
] as const;

/** Writes one order: shows what it would do while it is typed, and sends it with Enter. */
export function OrderTicketPanel({ link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const instrument = useInstrument(symbol);
  const session = useSession();
  const isConnected = useIsConnected();
  const { draft, focusRequests } = useTicket();
  const check = checkDraft(draft, symbol);
  const live = usePreview(check.request, session?.state === 'running');
  const { sending, send, clear } = useOrderSending();
  const quantity = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (focusRequests === 0) return;
    quantity.current?.focus();
    quantity.current?.select();
  }, [focusRequests]);

  const shownSymbol = useRef(symbol);
  useEffect(() => {
    if (shownSymbol.current === symbol) return;
    shownSymbol.current = symbol;
    editTicket({ quantity: '', price: '' });
    clear();
  });

  if (symbol === null)
    return (
      <EmptyState title="No symbol yet">
        Choose one in the watchlist, or type its letters anywhere.
      </EmptyState>
    );
  if (instrument && !instrument.isTradable)
    return (
      <EmptyState title={`${symbol} can be watched, not traded`}>
        {instrument.name} is{' '}
        {instrument.assetClass === 'index' ? 'an index' : `of kind ${instrument.assetClass}`}; orders for it
        are refused.
      </EmptyState>
    );

  const isHalted = session?.tradingState === 'halted';
  const canSend = check.request !== null && isConnected && !isHalted && sending.state !== 'sending';

  function edit(changes: Partial<TicketDraft>): void {
    if (sending.state !== 'unknown') clear();
    editTicket(changes);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!canSend || check.request === null) return;
    void send(check.request).then((isSent) => {
      if (isSent) editTicket({ quantity: '' });
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>): void {
    if (event.key !== 'Escape' || event.shiftKey) return;
    clear();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  return (
    <form className="ticket" aria-label={`Order in ${symbol}`} onSubmit={submit} onKeyDown={onKeyDown}>
      <SegmentedControl
        label="Side"
        value={draft.side}
        segments={[
          { value: 'buy', text: 'Buy', tone: 'up' },
          { value: 'sell', text: 'Sell', tone: 'down' },
        ]}
        onChoose={(side) => edit({ side })}
      />
      <TextField
        label="Quantity"
        inputMode="decimal"
        inputRef={quantity}
        value={draft.quantity}
        error={check.quantityError}
        suffix={<Suggestion symbol={symbol} draft={draft} onUse={(text) => edit({ quantity: text })} />}
        onChange={(event) => edit({ quantity: event.target.value })}
      />
      <SelectField
        label="Type"
        value={draft.type}
        choices={TYPES}
        onChoose={(type) => edit({ type, price: '' })}
      />
      {draft.type !== 'market' && (
        <TextField
          label={draft.type === 'limit' ? 'Limit' : 'Stop'}
          inputMode="decimal"
          value={draft.price}
          error={check.priceError}
          suffix={<ReferencePrice symbol={symbol} side={draft.side} onUse={(price) => edit({ price })} />}
          onChange={(event) => edit({ price: event.target.value })}
        />
      )}
      <SelectField
        label="Valid"
        value={draft.timeInForce}
        choices={VALIDITIES}
        onChoose={(timeInForce) => edit({ timeInForce })}
      />
      <PreviewRows live={live} isComplete={check.request !== null} />
      <button
        type="submit"
        className={`send ${draft.side}`}
        disabled={!canSend}
        title="Asks for a last preview, then sends. Enter in any field does the same."
      >
        {sending.state === 'sending' ? 'Sending…' : sendText(draft, symbol)}
        <span aria-hidden="true"> ⏎</span>
      </button>
      {isHalted && <Problem text="Trading is halted. Press RESUME at the top right to send orders again." />}
      {!isConnected && (
        <Problem text="The engine is not connected; orders cannot be sent until it is back." />
      )}
      <SendingResult sending={sending} />
      {check.request !== null && sending.state !== 'refused' && !isHalted && <PreviewRefusals live={live} />}
    </form>
  );
}

function sendText({ side, quantity, type, price }: TicketDraft, symbol: string): string {
  const what = `${side === 'buy' ? 'Buy' : 'Sell'} ${quantity.trim() || '…'} ${symbol}`;
  if (type === 'market') return `${what} at market`;
  return `${what} ${type === 'limit' ? '@' : 'stop'} ${price.trim() || '…'}`;
}

function Suggestion({
  symbol,
  draft,
  onUse,
}: {
  readonly symbol: string;
  readonly draft: TicketDraft;
  readonly onUse: (quantity: string) => void;
}): ReactNode {
  const dailyBars = useDailyBars(symbol);
  const portfolio = usePortfolio();
  const settings = useSettings();
  const last = useQuote(symbol)?.last ?? null;
  if (!portfolio || !settings) return null;
  const price = Number(draft.price) > 0 ? Number(draft.price) : last;
  const suggestion = suggestQuantity({
    side: draft.side,
    symbol,
    price,
    dailyBars,
    portfolio,
    limits: settings.riskLimits,
  });
  if (suggestion === null) return null;
  return (
    <button
      type="button"
      className="link-button"
      title={suggestion.reason}
      onClick={() => onUse(suggestion.quantity)}
    >
      {suggestion.label} → {formatQuantity(suggestion.quantity)}
    </button>
  );
}

function ReferencePrice({
  symbol,
  side,
  onUse,
}: {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly onUse: (price: string) => void;
}): ReactNode {
  const quote = useQuote(symbol);
  const precision = usePricePrecision(symbol);
  const [name, price] = side === 'buy' ? (['bid', quote?.bid] as const) : (['ask', quote?.ask] as const);
  const shown = price ?? quote?.last ?? null;
  if (shown === null) return null;
  return (
    <button
      type="button"
      className="link-button"
      title="Use this price"
      onClick={() => onUse(shown.toFixed(precision))}
    >
      {price === null || price === undefined ? 'last' : name} {formatNumber(shown, precision)}
    </button>
  );
}
