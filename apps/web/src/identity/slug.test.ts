import { subdomain } from '@wardwright/domain/identity/schema';
import { expect, test } from 'vitest';
import { slugOf } from './slug.ts';

test.each([
  ['Larkmoor Health', 'larkmoor-health'],
  ['  St. Élise & Söhne ', 'st-elise-sohne'],
  ['!!!', ''],
])('%s gives %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('what comes out is empty or a short name the server takes', () => {
  const names = ['a', '-', 'Ward 7 – East', 'x'.repeat(39) + ' y', 'ÅÄÖ', '--a--b--', '東京', 'Hospital of the University of Somewhere Very Long'];
  for (const name of names) {
    const slug = slugOf(name);
    expect(slug === '' || subdomain.safeParse(slug).success, `${name} gives ${slug}`).toBe(true);
  }
});
