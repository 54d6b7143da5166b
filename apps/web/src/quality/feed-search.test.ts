import { expect, test } from 'vitest';
import { feedSearch, withFilter } from './feed-search.ts';

const facility = '0192f0c4-7d1e-7000-8000-000000000001';

test('what is not understood is left out, what is understood stays', () => {
  expect(feedSearch.parse({ types: ['chronic_underperformer'], domains: ['Nonsense'], facilityIds: 'x', signal: '1' })).toEqual({
    types: ['chronic_underperformer'],
  });
  expect(feedSearch.parse({})).toEqual({});
});

test('setting a filter keeps the others and drops the preview', () => {
  const before = feedSearch.parse({ state: 'closed', domains: ['Safety'], signal: facility });
  expect(withFilter(before, 'facilityIds', [facility])).toEqual({ state: 'closed', domains: ['Safety'], facilityIds: [facility] });
});

test('clearing a filter removes it from the address', () => {
  const before = feedSearch.parse({ types: ['baseline'], domains: ['Safety'] });
  expect(withFilter(before, 'types', [])).toEqual({ domains: ['Safety'] });
});
