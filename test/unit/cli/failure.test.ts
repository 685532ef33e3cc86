import { expect, test } from 'vitest';
import { OctopusError } from '#contract/errors';
import { describeFailure } from '../../../src/cli/failure.ts';

// Catches a sentence that names a field of the contract where a person can only type an option.
test('what the engine asks to be accepted is told with the option that accepts it', () => {
  const asked = new OctopusError('ORDER_REFUSED', 'too far, too large; accept both if it is meant', {
    precautions: ['far-from-market', 'large-value'],
  });
  expect(describeFailure(asked)).toEqual({
    line: 'too far, too large; accept both if it is meant: --accept far-from-market large-value',
    exitCode: 1,
  });
  expect(describeFailure(new OctopusError('ORDER_REFUSED', 'GOOG is restricted')).line).toBe(
    'GOOG is restricted',
  );
});
