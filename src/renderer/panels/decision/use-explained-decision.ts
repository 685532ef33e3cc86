import { useEffect, useState } from 'react';
import type { DecisionView, Trail } from '#contract/services/decisions';
import { useLink } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useDecisions } from '../../stores/engine-streams.ts';
import type { LinkColour } from '../../stores/focus.ts';
import { useExplained, useLinkedSymbol } from '../../stores/focus.ts';

export interface ExplainedDecision {
  readonly decision: DecisionView | null;
  /** Journal records of its order, oldest first; empty when there is none. */
  readonly records: Trail['records'];
  /** Whether it follows the newest decision rather than showing a chosen one. */
  readonly isFollowing: boolean;
  readonly isLoading: boolean;
  readonly problem: string | null;
}

interface Answer {
  readonly key: string;
  readonly decision: DecisionView | null;
  readonly records: Trail['records'];
  readonly problem: string | null;
}

const NO_ANSWER: Answer = { key: '', decision: null, records: [], problem: null };

/** The decision to explain: the chosen one, that of the chosen order, or the newest of the linked symbol. */
export function useExplainedDecision(link: LinkColour): ExplainedDecision {
  const explained = useExplained();
  const symbol = useLinkedSymbol(link);
  const { items, byId, problem: streamProblem } = useDecisions();
  const engineLink = useLink();
  const [answer, setAnswer] = useState<Answer>(NO_ANSWER);

  const newest =
    explained === null ? (items.find((item) => item.symbol === symbol) ?? items[0] ?? null) : null;
  const known = explained?.kind === 'decision' ? (byId.get(explained.id) ?? null) : newest;
  const clientOrderId =
    explained?.kind === 'order' ? explained.clientOrderId : (known?.clientOrderId ?? null);
  const missingId = explained?.kind === 'decision' && known === null ? explained.id : null;
  const key =
    clientOrderId !== null ? `order ${clientOrderId}` : missingId !== null ? `decision ${missingId}` : '';

  useEffect(() => {
    if (key === '' || engineLink === null) return undefined;
    const controller = new AbortController();
    const { client } = engineLink;
    const options = { signal: controller.signal };
    const asked: Promise<Omit<Answer, 'key' | 'problem'>> =
      clientOrderId !== null
        ? client.decisions.trail({ clientOrderId }, options)
        : client.decisions
            .get({ id: missingId ?? '' }, options)
            .then((decision) => ({ decision, records: [] }));
    asked
      .then(({ decision, records }) => setAnswer({ key, decision, records, problem: null }))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setAnswer({ ...NO_ANSWER, key, problem: refusalText(error) });
      });
    return () => controller.abort();
  }, [key, clientOrderId, missingId, engineLink]);

  const isAnswered = answer.key === key;
  return {
    decision: known ?? (isAnswered ? answer.decision : null),
    records: isAnswered ? answer.records : [],
    isFollowing: explained === null,
    isLoading: key !== '' && !isAnswered,
    problem: (isAnswered && key !== '' ? answer.problem : null) ?? streamProblem,
  };
}
