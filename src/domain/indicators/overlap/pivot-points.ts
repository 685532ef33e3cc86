import { defineMultipleIndicator } from '../define-indicator.ts';
import { PIVOT_LEVELS, PIVOT_METHOD, writePivotLevels } from '../kernels/pivot-levels.ts';
import { PreviousSession } from '../kernels/session.ts';
import { conventionParameter } from '../parameters.ts';

/**
 * Levels from the range of the session before: a UTC day, a week from Monday or a month. Methods: 0 standard, 1 Fibonacci, 2 Camarilla (about the close), 3 Woodie (from the session's open), 4 DeMark, which has one level a side. NaN in the first session.
 */
export const pivotPoints = defineMultipleIndicator({
  slug: 'pivot-points',
  name: 'Pivot points',
  aliases: ['pivots', 'pivot'],
  group: 'overlap',
  parameters: [
    conventionParameter({
      name: 'session',
      label: 'Session (0 day, 1 week, 2 month)',
      default: 0,
      maximum: 2,
    }),
    PIVOT_METHOD,
  ],
  outputs: PIVOT_LEVELS,
  pane: 'price',
  warmUpBars: () => 2,
  begin: (read) => ({ session: new PreviousSession(read('session')), method: read('method') }),
  step: ({ session, method }, bar, values) => {
    session.push(bar);
    writePivotLevels(session, method, values);
  },
});
