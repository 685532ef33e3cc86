import './order-ticket.css';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { BEST_ACCOUNT } from '#domain/orders/choose-route';
import { useIsConnected } from '../../client/connection.ts';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useAccounts, useSession, useSubscriptions } from '../../stores/engine-streams.ts';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { useInstrument } from '../../stores/reference.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { useAccountTakes } from '../../trading/account-takes.ts';
import { sendOrder, startAlgorithm } from '../../trading/send-order.ts';
import { useQuestion } from '../../trading/use-question.ts';
import type { PanelProps } from '../panel-props.ts';
import { PreviewRefusals, PreviewRows } from './preview-rows.tsx';
import { SendButton } from './send-button.tsx';
import { goToQuestion } from './send-press.tsx';
import { sendVerdict } from './send-verdict.ts';
import { SendingResult } from './sending-result.tsx';
import { TicketAccount } from './ticket-account.tsx';
import { FORGOTTEN_WITH_SYMBOL, type TicketDraft } from './ticket-draft.ts';
import { TicketExits } from './ticket-exits.tsx';
import { TicketMore } from './ticket-more.tsx';
import { TicketPrecautions } from './ticket-precautions.tsx';
import { TicketQuantity } from './ticket-quantity.tsx';
import { editTicket, leaveTicket, useTicket } from './ticket-store.ts';
import { TicketTerms } from './ticket-terms.tsx';
import { useOrderSending } from './use-order-sending.ts';
import { usePreview } from './use-preview.ts';
import { useTicketCheck } from './use-ticket-check.ts';

/** Writes one order of any type: shows what it would do while it is typed, and sends it with Enter. */
export function OrderTicketPanel({ link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  const instrument = useInstrument(symbol);
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
  return <Ticket symbol={symbol} />;
}

function Ticket({ symbol }: { readonly symbol: string }): ReactNode {
  const chosen = useTradingAccount();
  const accounts = useAccounts().byId;
  const takes = useAccountTakes();
  const isConnected = useIsConnected();
  const { draft, algorithm, focusRequests, isRouted: isRoutedOnce } = useTicket();
  const isWorked = algorithm.working !== 'whole';
  const isRouted = isRoutedOnce && !isWorked;
  const { check, worked, prices, precision } = useTicketCheck(symbol, takes);
  const isMoving = useIsMoving(symbol);
  const draftKey = JSON.stringify([symbol, draft, algorithm, isRouted]);
  const live = usePreview(check.request, {
    // An account that is stopped or may trade again answers otherwise, though nothing was typed.
    draftKey: `${draftKey} ${chosen?.tradingState} ${chosen?.whyClosed}`,
    isMarketMoving: isMoving,
    isRouted,
  });
  const routed = isRouted ? live.preview?.route?.account : null;
  const account = (routed ? accounts.get(routed) : undefined) ?? chosen;
  const { sending, send, clear } = useOrderSending();
  const quantity = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (focusRequests === 0) return;
    quantity.current?.focus();
    quantity.current?.select();
  }, [focusRequests]);

  const shown = `${symbol} ${chosen?.account}`;
  const shownBefore = useRef(shown);
  useEffect(() => {
    if (shownBefore.current === shown) return;
    const isOtherSymbol = !shownBefore.current.startsWith(`${symbol} `);
    shownBefore.current = shown;
    editTicket(isOtherSymbol ? FORGOTTEN_WITH_SYMBOL : { accepted: [] });
    clear();
  });

  const isReady = isWorked ? worked.request !== null : check.request !== null;
  const isHalted = account?.tradingState === 'halted';
  const closed = !isConnected
    ? 'The engine is not connected; nothing can be sent.'
    : isHalted
      ? 'Trading is halted. Press RESUME at the top right to send orders again.'
      : (account?.whyClosed ?? null);

  const reasonsId = useId();
  // The parts of an algorithm are judged one by one, when each is sent.
  const verdict = isWorked ? 'open' : sendVerdict(live);
  const question = useQuestion(isReady ? `${account?.account} ${draftKey}` : null);

  function edit(changes: Partial<TicketDraft>): void {
    if (sending.state !== 'unknown') clear();
    // What was meant so was meant of that order, not of another size or price.
    editTicket({ accepted: [], ...changes });
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { request } = check;
    if (request === null || !isReady || account === null || sending.state === 'sending') return;
    if (verdict === 'asked' && !live.isOld && goToQuestion(event.currentTarget)) return;
    // Real money takes two presses.
    if (account.environment === 'live' && !question.isAsking) {
      question.ask();
      return;
    }
    question.stop();
    const ask = () =>
      isWorked && worked.request !== null
        ? startAlgorithm(worked.request)
        : sendOrder(isRouted ? { ...request, account: BEST_ACCOUNT } : request);
    void send(ask).then((isSent) => {
      if (!isSent) return;
      editTicket({ quantity: '', accepted: [] });
      leaveTicket();
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>): void {
    // A key held down is one press.
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key !== 'Escape' || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    clear();
    leaveTicket();
  }

  if (takes === null) return <EmptyState title="Waiting for the engine" />;
  const currency = account?.currency ?? '';
  const terms = { draft, check, prices, onEdit: edit };
  return (
    <form
      className={`ticket ${account?.environment ?? ''}`}
      aria-label={`Order in ${symbol}`}
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <TicketAccount isRouted={isRouted} isWorked={isWorked} />
      <SegmentedControl
        label="Side"
        value={draft.side}
        segments={[
          { value: 'buy', text: 'Buy', tone: 'up' },
          { value: 'sell', text: 'Sell', tone: 'down' },
        ]}
        onChoose={(side) => edit({ side })}
      />
      <TicketQuantity {...terms} symbol={symbol} currency={currency} inputRef={quantity} />
      <TicketTerms {...terms} takes={takes} precision={precision} />
      <TicketExits {...terms} bracket={check.request?.bracket} currency={currency} precision={precision} />
      <TicketMore {...terms} algorithm={algorithm} worked={worked} takes={takes} />
      <PreviewRows live={live} isComplete={check.request !== null} currency={currency} />
      <div className="ticket-foot">
        <div className="ticket-words" id={reasonsId}>
          {/* What no tick lets pass comes first. */}
          <SendingResult sending={sending} />
          {check.request !== null && sending.state !== 'refused' && (
            <PreviewRefusals live={live} said={closed} />
          )}
          {check.request !== null && (
            <TicketPrecautions
              precautions={live.preview?.precautions ?? []}
              accepted={draft.accepted}
              onAccept={(accepted) => editTicket({ accepted })}
            />
          )}
          {closed && <Problem text={closed} />}
        </div>
        <SendButton
          side={draft.side}
          request={isReady ? check.request : null}
          worked={isWorked ? worked.request : null}
          account={account}
          isBlocked={!isConnected || isHalted}
          isAsking={question.isAsking}
          isSending={sending.state === 'sending'}
          verdict={verdict}
          reasonsId={reasonsId}
        />
      </div>
    </form>
  );
}

/** Whether prices of a symbol change by themselves, so that a preview grows old. */
function useIsMoving(symbol: string): boolean {
  const session = useSession();
  const isStreamed = useSubscriptions().byId.has(symbol);
  return isStreamed || (session?.state === 'running' && session.symbols.includes(symbol));
}
