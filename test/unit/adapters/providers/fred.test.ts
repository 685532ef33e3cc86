import { expect, it } from 'vitest';
import { fred } from '#adapters/providers/fred/fred';
import { openVendor } from '#test/support/vendors/open-vendor';
import { DAYS } from '#test/support/vendors/vendor';
import { fredVendor } from '#test/support/vendors/vendors';

const NOW = Date.parse('2024-01-10T12:00:00Z');
const { server, provider, asked, request } = openVendor(fred, NOW);

it('asks for a vintage when told, else for the newest values', async () => {
  server().answer((url) => fredVendor.days(DAYS, url));
  await provider().bars(request('gnpca', '2018-01-01', '2018-01-02', { asOf: Date.parse('2019-05-01') }));
  expect(asked()).toMatchObject([
    { series_id: 'GNPCA', realtime_start: '2019-05-01', realtime_end: '2019-05-01' },
    {
      series_id: 'GNPCA',
      realtime_start: '2019-05-01',
      realtime_end: '2019-05-01',
      observation_start: '2018-01-01',
      observation_end: '2018-01-01',
      file_type: 'json',
    },
  ]);
  server().answer((url) => fredVendor.days(DAYS, url));
  await provider().bars(request('gnpca', '2018-01-01', '2018-01-02'));
  expect(asked().some((query) => 'realtime_start' in query)).toBe(false);
});

it('a date without a value is a gap, not a bad row; a negative rate is told as it is', async () => {
  server().answer((url) =>
    url.pathname.endsWith('/observations')
      ? {
          body: {
            count: 3,
            observations: [
              { date: '2024-01-01', value: '.' },
              { date: '2024-01-02', value: '-0.25' },
              { date: '2024-01-03', value: '3.95' },
            ],
          },
        }
      : fredVendor.days([], url),
  );
  const { rows, facts } = await provider().bars(request('DGS10', '2024-01-01', '2024-01-10'));
  expect(rows.map(({ close }) => close)).toEqual(['-0.25', '3.95']);
  expect(facts.name).toContain('10-Year');
});

it.each([
  'Bad Request.  The value for variable api_key is not registered.',
  'Bad Request.  The value for variable api_key is not a 32 character alpha-numeric lower-case string.',
])('a 400 can be about the key: %s', async (error_message) => {
  server().answer(() => ({ status: 400, body: { error_code: 400, error_message } }));
  await expect(provider().bars(request('DGS10', '2024-01-01', '2024-01-10'))).rejects.toMatchObject({
    kind: 'unauthorised',
  });
});
