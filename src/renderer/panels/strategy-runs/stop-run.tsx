import type { ReactNode } from 'react';
import type { StrategyRunView } from '#contract/services/strategy-runs';
import { act } from '../../app/session-control.ts';
import { ConfirmButton } from '../../components/confirm-button.tsx';

/** Whether a run goes on until a person stops it. */
export function isOpenRun({ state }: StrategyRunView): boolean {
  return state === 'running' || state === 'waiting';
}

/** Stops a run, asked for twice; nothing for one that has ended. */
export function StopRun({ run }: { readonly run: StrategyRunView }): ReactNode {
  return (
    isOpenRun(run) && (
      <ConfirmButton
        question="Stop?"
        title="Stops it and cancels its working orders; what is held stays (Del)"
        onConfirm={() =>
          void act(`Stop ${run.name}`, ({ strategyRuns }) => strategyRuns.stop({ run: run.id }))
        }
      >
        Stop
      </ConfirmButton>
    )
  );
}
