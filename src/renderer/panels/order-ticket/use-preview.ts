import { useEffect, useRef, useState } from 'react';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import { BEST_ACCOUNT } from '#domain/orders/choose-route';
import { useLink } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useChosenAccount } from '../../stores/trading-account.ts';

const TYPING_PAUSE_MS = 150;
const REFRESH_MS = 1_000;
/** Previews record nothing, so they all share one nonce. */
const PREVIEW_NONCE = 'preview';

export interface LivePreview {
  /** Of the request asked for, or the one before while `isOld`. */
  readonly preview: OrderPreview | null;
  readonly isOld: boolean;
  readonly problem: string | null;
}

/** Asks the engine what an order from the chosen account, or the cheapest, would do, again each second while the market moves. */
export function usePreview(
  request: Omit<OrderRequest, 'nonce'> | null,
  {
    draftKey,
    isMarketMoving,
    isRouted,
  }: { readonly draftKey: string; readonly isMarketMoving: boolean; readonly isRouted: boolean },
): LivePreview {
  const link = useLink();
  const chosen = useChosenAccount();
  const account = isRouted ? BEST_ACCOUNT : chosen;
  // The draft, not the request: exits told in percent move with the market, and would ask anew each frame.
  const key = request === null ? '' : `${account} ${draftKey}`;
  const latest = useRef(request);
  latest.current = request;
  const [state, setState] = useState<{ key: string; preview: OrderPreview | null; problem: string | null }>({
    key: '',
    preview: null,
    problem: null,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request, which is read when it is asked for
  useEffect(() => {
    if (key === '' || link === null) return undefined;
    const controller = new AbortController();
    let timer = setTimeout(ask, TYPING_PAUSE_MS);
    function ask(): void {
      if (latest.current === null) return;
      link?.client.trading
        .preview(
          { ...latest.current, ...(account !== null && { account }), nonce: PREVIEW_NONCE },
          { signal: controller.signal },
        )
        .then((preview) => setState({ key, preview, problem: null }))
        .catch((error: unknown) => {
          if (!controller.signal.aborted) setState((old) => ({ ...old, key, problem: refusalText(error) }));
        })
        .finally(() => {
          if (!controller.signal.aborted && isMarketMoving) timer = setTimeout(ask, REFRESH_MS);
        });
    }
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, link, isMarketMoving]);

  if (request === null) return { preview: null, isOld: false, problem: null };
  return { preview: state.preview, isOld: state.key !== key || link === null, problem: state.problem };
}
