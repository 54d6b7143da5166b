import { expect, expectAccessible, sizes, test } from '../fixtures.ts';

test('an auditor reads who changed what, before and after', async ({ page, signIn }) => {
  await signIn('jonas@larkmoor.example');
  await page.goto('/t/larkmoor/admin/audit');
  const trail = page.getByRole('table', { name: 'Audit trail' });
  await expect(trail).toBeVisible();
  await expectAccessible(page);
  await trail.getByRole('button', { name: 'Program memberships: added' }).first().click();
  const change = page.getByRole('region', { name: 'Change' });
  await expect(change.getByRole('row', { name: /First day/ })).toContainText('2026-07-01');
  await expectAccessible(page);
  await page.reload();
  await expect(trail).toBeVisible();
});

test.describe('on a phone in the dark', () => {
  test.use({ viewport: sizes.phone, colorScheme: 'dark' });

  test('jobs and the audit trail can be read', async ({ page, signIn }) => {
    await signIn('maren@larkmoor.example');
    await page.goto('/t/larkmoor/admin/jobs');
    await expect(page.getByRole('heading', { name: 'Jobs', exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.goto('/t/larkmoor/admin/audit');
    await expect(page.getByRole('table', { name: 'Audit trail' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Jobs' }).click();
    await expect(page.getByRole('heading', { name: 'Jobs', exact: true })).toBeVisible();
  });
});
