import { type FormEvent, type KeyboardEvent, type ReactNode, useId } from 'react';
import type { StrategyAnalysisView } from '#contract/services/options';
import { STRATEGY_NAMES, type StrategyName } from '#domain/options/named-strategies';
import { useIsConnected } from '../../client/connection.ts';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { TextField } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { sendOrder } from '../../trading/send-order.ts';
import { useQuestion } from '../../trading/use-question.ts';
import { PreviewRefusals, PreviewRows } from '../order-ticket/preview-rows.tsx';
import { goToQuestion, SendPress } from '../order-ticket/send-press.tsx';
import { sendVerdict } from '../order-ticket/send-verdict.ts';
import { SendingResult } from '../order-ticket/sending-result.tsx';
import { accountName } from '../order-ticket/ticket-account.tsx';
import { TicketPrecautions } from '../order-ticket/ticket-precautions.tsx';
import { useOrderSending } from '../order-ticket/use-order-sending.ts';
import { usePreview } from '../order-ticket/use-preview.ts';
import {
  checkStrategy,
  readNet,
  roundedCents,
  type StrategyDraft,
  turnLegs,
  wholeLegs,
} from './leg-draft.ts';
import { LegList } from './leg-list.tsx';
import { NetPrices } from './net-prices.tsx';
import { netText, netWord, sendText } from './net-words.ts';
import { editStrategy, useOptionChoice } from './option-store.ts';
import { StrategyFigures } from './strategy-figures.tsx';
import { STRATEGY_WORDS } from './strategy-words.ts';
import { useAnalysis } from './use-chain.ts';
import { useLegPrices } from './use-leg-prices.ts';

/** Several legs as one order: what they cost, risk and can win, previewed while they are chosen, sent with Enter. */
export function StrategyTicket({
  underlying,
  onLayOut,
  isSimulated,
}: {
  readonly underlying: string;
  /** Puts a named strategy at the money in the place of the legs. */
  readonly onLayOut: (name: StrategyName) => void;
  /** The chain the legs are from is made up. */
  readonly isSimulated: boolean;
}): ReactNode {
  const { draft } = useOptionChoice(underlying);
  const account = useTradingAccount();
  const isConnected = useIsConnected();
  const { sending, send, clear } = useOrderSending();
  const typed = readNet(draft.price);
  const netPrice = draft.type === 'limit' && typed !== null && !Number.isNaN(typed) ? typed : null;
  const asked = wholeLegs(draft.legs);
  const { value: analysis, problem } = useAnalysis(underlying, asked.legs, netPrice);
  const isOfLegs = analysis !== null && sameLegs(analysis, asked.legs);
  const shown = isOfLegs ? analysis : null;
  const middle = shown?.net.middle ?? null;
  const check = checkStrategy(draft, middle);
  const draftKey = JSON.stringify([draft, check.request?.limitPrice]);
  const isReplay = account?.environment === 'simulated';
  useLegPrices(
    asked.legs.map(({ symbol }) => symbol),
    { isWanted: account !== null && !isReplay && isConnected, isSimulated },
  );
  const live = usePreview(isReplay ? null : check.request, {
    draftKey,
    isMarketMoving: true,
    isRouted: false,
  });
  const reasonsId = useId();
  const verdict = sendVerdict(live);
  const question = useQuestion(check.request === null ? null : `${account?.account} ${draftKey}`);

  function edit(changes: Partial<StrategyDraft>): void {
    if (sending.state !== 'unknown') clear();
    editStrategy(underlying, () => ({ accepted: [], ...changes }));
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { request } = check;
    if (request === null || account === null || isReplay || sending.state === 'sending') return;
    if (verdict === 'asked' && !live.isOld && goToQuestion(event.currentTarget)) return;
    // Real money takes two presses.
    if (account.environment === 'live' && !question.isAsking) {
      question.ask();
      return;
    }
    question.stop();
    void send(() => sendOrder(request)).then((isSent) => {
      if (isSent) editStrategy(underlying, () => ({ legs: [], price: '', accepted: [] }));
    });
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>): void {
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key !== 'Escape' || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    clear();
    question.stop();
    event.currentTarget.parentElement?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }

  const isHalted = account?.tradingState === 'halted';
  const closed = !isConnected
    ? 'The engine is not connected; nothing can be sent.'
    : isHalted
      ? 'Trading is halted. Press RESUME at the top right to send orders again.'
      : (account?.whyClosed ?? null);
  return (
    <form
      className={`strategy-ticket ${account?.environment ?? ''}`}
      aria-label={`Options order on ${underlying}`}
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <div className="strategy-head">
        <span className="strong">{shown?.name ? STRATEGY_WORDS[shown.name] : 'Strategy'}</span>
        <select
          aria-label="Lay out a strategy at the money"
          value=""
          onChange={({ target }) => {
            const name = STRATEGY_NAMES.find((one) => one === target.value);
            if (name) onLayOut(name);
          }}
        >
          <option value="" disabled>
            Lay out…
          </option>
          {STRATEGY_NAMES.map((name) => (
            <option key={name} value={name}>
              {STRATEGY_WORDS[name]}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button small"
          disabled={draft.legs.length === 0}
          title="Every leg the other way round"
          onClick={() => edit({ legs: turnLegs(draft.legs), price: '' })}
        >
          Reverse
        </button>
        <button
          type="button"
          className="button small"
          disabled={draft.legs.length === 0}
          onClick={() => edit({ legs: [], price: '' })}
        >
          Clear
        </button>
      </div>
      {draft.legs.length === 0 ? (
        <p className="note">
          Press a bid to sell, an ask to buy, or lay out a strategy. The legs trade together, as one order.
        </p>
      ) : (
        <>
          <LegList legs={draft.legs} analysis={shown} onLegs={(legs) => edit({ legs, price: '' })} />
          {check.errors.legs && <p className="field-error">{check.errors.legs}</p>}
          {problem && <Problem text={problem} />}
          <NetPrices analysis={shown} onPrice={(price) => edit({ price, type: 'limit' })} />
          <div className="strategy-terms">
            <TextField
              label="Quantity"
              inputMode="numeric"
              value={draft.quantity}
              error={check.errors.quantity}
              onChange={({ target }) => edit({ quantity: target.value })}
            />
            <SegmentedControl
              label="Order type"
              value={draft.type}
              segments={[
                { value: 'limit', text: 'Limit' },
                { value: 'market', text: 'Market' },
              ]}
              onChoose={(type) => edit({ type })}
            />
            <TextField
              label="Net price"
              inputMode="decimal"
              disabled={draft.type === 'market'}
              value={draft.price}
              placeholder={netText(roundedCents(middle))}
              error={check.errors.price}
              suffix={netWord(typed ?? middle)}
              title="Of one combination, for one unit of the underlying; below zero it is received"
              onChange={({ target }) => edit({ price: target.value })}
            />
            <SegmentedControl
              label="Validity"
              value={draft.timeInForce}
              segments={[
                { value: 'day', text: 'Day' },
                { value: 'gtc', text: 'GTC', title: 'Until cancelled' },
              ]}
              onChoose={(timeInForce) => edit({ timeInForce })}
            />
          </div>
          {shown && <StrategyFigures analysis={shown} units={check.units} />}
          <PreviewRows live={live} isComplete={check.request !== null} currency={account?.currency ?? ''} />
        </>
      )}
      <div className="ticket-foot">
        <div className="ticket-words" id={reasonsId}>
          {check.request !== null && (
            <TicketPrecautions
              precautions={live.preview?.precautions ?? []}
              accepted={draft.accepted}
              onAccept={(accepted) => editStrategy(underlying, () => ({ accepted }))}
            />
          )}
          <SendingResult sending={sending} />
          {check.request !== null && !isReplay && sending.state !== 'refused' && (
            <PreviewRefusals live={live} said={closed} />
          )}
          {isReplay && draft.legs.length > 0 && (
            <p className="note warning">
              A replay trades the shares it plays, no options: choose a paper account or one at a broker.
            </p>
          )}
          {closed && <Problem text={closed} />}
        </div>
        {account && (
          <p className="strategy-account">
            <EnvironmentBadge environment={account.environment} /> {accountName(account)}
            {isSimulated && account.environment !== 'simulated' && (
              <span className="warning-text"> · prices here are simulated, not this venue’s</span>
            )}
          </p>
        )}
        <SendPress
          side="buy"
          text={sendText(draft, check.units, typed ?? roundedCents(middle))}
          verdict={verdict}
          reasonsId={reasonsId}
          isAsking={question.isAsking}
          isSending={sending.state === 'sending'}
          isDisabled={check.request === null || !isConnected || isHalted || isReplay}
        />
      </div>
    </form>
  );
}

function sameLegs(
  { legs }: StrategyAnalysisView,
  asked: readonly { readonly symbol: string; readonly side: string; readonly ratio: number }[],
): boolean {
  const text = (all: typeof asked): string =>
    all.map(({ symbol, side, ratio }) => `${symbol} ${side} ${ratio}`).join();
  return text(legs) === text(asked);
}
