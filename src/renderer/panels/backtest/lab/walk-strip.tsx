import './walk-forward.css';
import type { ReactNode } from 'react';
import type { WalkForwardResult } from '#contract/services/lab';
import { formatCount, formatNumber, formatSignedPercent, signOf } from '../../../format/number.ts';
import { formatDate } from '../../../format/time.ts';
import { parameterText } from './fact.tsx';

type Step = WalkForwardResult['steps'][number];

/** Year marks closer than so many are thinned. */
const YEARS_MAX = 12;

/** Each window as a row of time: grey where it was trained, coloured where it was tested, with what was chosen. */
export function WalkStrip({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const start = steps[0]?.trainTime ?? 0;
  const end = steps.at(-1)?.endTime ?? 1;
  const share = (time: number): string => `${((time / Math.max(1, end - start)) * 100).toFixed(3)}%`;
  const place = (from: number, to: number) => ({ left: share(from - start), width: share(to - from) });
  return (
    <div className="walk-strip">
      <p className="walk-head">
        <span>
          <i className="walk-key" /> trained <i className="walk-key gained" /> tested, gained{' '}
          <i className="walk-key lost" /> lost
        </span>
        <span>chosen</span>
        <span>tested</span>
      </p>
      <ol aria-label="Windows">
        {steps.map((step) => {
          const { trainTime, testTime, endTime, parameters, outOfSample } = step;
          const tone = signOf(outOfSample.returnPct);
          return (
            <li key={testTime} title={stepText(step)}>
              <span className="walk-line">
                <span className="walk-train" style={place(trainTime, testTime)} />
                <span className={`walk-test ${tone}`} style={place(testTime, endTime)} />
              </span>
              <span className="walk-chosen">{Object.values(parameters).join('/')}</span>
              <span className={`walk-value ${tone}`}>{formatSignedPercent(outOfSample.returnPct, 1)}</span>
            </li>
          );
        })}
      </ol>
      <p className="walk-years" aria-hidden="true">
        <span className="walk-line">
          {yearsBetween(start, end).map((year) => (
            <span key={year} style={{ left: share(Date.UTC(year, 0, 1) - start) }}>
              {year}
            </span>
          ))}
        </span>
      </p>
    </div>
  );
}

function stepText({ trainTime, testTime, endTime, parameters, inSample, outOfSample }: Step): string {
  return [
    `${formatDate(trainTime)} to ${formatDate(testTime)} trained: ${parameterText(parameters)}, Sharpe ${formatNumber(inSample.sharpe)}`,
    `${formatDate(testTime)} to ${formatDate(endTime)} tested: ${formatSignedPercent(outOfSample.returnPct)} in ${formatCount(outOfSample.trades)} trades, hold ${formatSignedPercent(outOfSample.benchmarkReturnPct)}`,
  ].join('\n');
}

/** Years that begin between two times, thinned so that their names have room. */
function yearsBetween(start: number, end: number): number[] {
  const first = new Date(start).getUTCFullYear() + 1;
  const count = Math.max(0, new Date(end).getUTCFullYear() - first + 1);
  const step = Math.ceil(count / YEARS_MAX);
  return Array.from({ length: count }, (_, i) => first + i).filter((_, i) => i % step === 0);
}
