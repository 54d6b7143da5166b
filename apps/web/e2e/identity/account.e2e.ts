import { expect, test } from '../fixtures.ts';

test('a person signs out another browser', async ({ page, signIn, browser, baseURL }) => {
  await signIn('adela@pinecrest.example');
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const phone = await context.newPage();
  await phone.goto('/sign-in');
  await phone.getByRole('button', { name: /Adela Brandt/ }).click();
  await expect(phone).toHaveURL(/\/t\/pinecrest/);

  await page.getByRole('button', { name: 'Your menu: theme, density, shortcuts, sign out' }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await phone.goto('/');
  await expect(phone).toHaveURL(/\/sign-in/);
  await context.close();
});

test('what a role may do is changed, and changed back', async ({ page, signIn }) => {
  await signIn('adela@pinecrest.example');
  await page.goto('/t/pinecrest/admin/roles');
  const box = page.getByLabel('Auditor: See people, programs, sites and health systems');
  await box.check();
  await expect(page.getByText('1 change, not saved')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('not saved')).toHaveCount(0);
  await page.reload();
  await expect(box).toBeChecked();
  await box.uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('not saved')).toHaveCount(0);
});
