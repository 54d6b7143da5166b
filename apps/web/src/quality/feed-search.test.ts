import { expect, test } from 'vitest';
import { feedSearch, isNarrowed, withFilter, withoutFilters, withWords } from './feed-search.ts';

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

test('of two floors the later one counts', () => {
  expect(withFilter(feedSearch.parse({ severityFrom: 50 }), 'severityFrom', ['50', '90'])).toEqual({ severityFrom: 90 });
  expect(withFilter(feedSearch.parse({ severityFrom: 50 }), 'severityFrom', [])).toEqual({});
});

test('words go into the address and out of it', () => {
  const found = withWords(feedSearch.parse({ domains: ['Safety'], signal: facility }), 'heart failure');
  expect(found).toEqual({ domains: ['Safety'], search: 'heart failure' });
  expect(withWords(found, '')).toEqual({ domains: ['Safety'] });
});

test('clearing everything keeps the view, and a view alone narrows nothing', () => {
  const narrow = feedSearch.parse({ state: 'closed', types: ['baseline'], search: 'x', signal: facility });
  expect(isNarrowed(narrow)).toBe(true);
  expect(withoutFilters(narrow)).toEqual({ state: 'closed' });
  expect(isNarrowed(withoutFilters(narrow))).toBe(false);
});
