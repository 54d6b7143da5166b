import { expect, expectAccessible, test } from '../fixtures.ts';

test('a hospital is found, marked as ours and given back', async ({ page, signIn }) => {
  await signIn('maren@larkmoor.example');
  await page.getByRole('link', { name: 'Quality' }).click();
  await page.getByRole('link', { name: 'Facilities' }).click();
  const rows = page.getByRole('table', { name: 'Facilities' }).locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const ours = await rows.count();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^All / }).click();
  await page.getByRole('searchbox', { name: /^Search hospitals/ }).fill('southeast AL');
  await expect.poll(() => rows.count()).toBeLessThan(20);
  await expect(page).toHaveURL(/search=southeast/);
  await page.getByRole('button', { name: /^Mark as ours/ }).first().click();
  await expect(page.getByText(/is marked as ours/)).toBeVisible();
  await expect(page.getByRole('button', { name: `Ours ${ours + 1}` })).toBeVisible();
  await page.getByRole('button', { name: /^Make it a peer/ }).first().click();
  await expect(page.getByText(/is a peer now/)).toBeVisible();
  await expect(page.getByRole('button', { name: `Ours ${ours}` })).toBeVisible();
});
