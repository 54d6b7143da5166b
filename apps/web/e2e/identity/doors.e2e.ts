import type { Browser, Page } from '@playwright/test';
import { expect, expectAccessible, sizes, test } from '../fixtures.ts';

const password = 'forty two lanterns';
const unique = (): string => Math.random().toString(36).slice(2, 10);

async function signUp(page: Page, slug: string): Promise<string> {
  const email = `${slug}@example.org`;
  await page.goto('/');
  await page.getByRole('link', { name: 'Open a new hospital group' }).click();
  await page.getByLabel('Your name').fill('Rosa Ortega');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Name of the hospital group').fill(`Copper Ridge ${slug}`);
  await page.getByLabel('Short name for its address').fill(slug);
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page).toHaveURL(new RegExp(`/t/${slug}`));
  return email;
}

async function guest(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  return context.newPage();
}

test('a demo account is one click away, and the page says that this is a demo', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(page.getByText('Nothing here is a patient')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /Ines Okonjo/ }).click();
  await expect(page).toHaveURL(/\/t\/larkmoor/);
});

test.describe('a stranger', () => {
  test.use({ expectedComplaints: [[/401/], { scope: 'test' }] });

  test('signs in and comes to the page they wanted', async ({ page }) => {
    await page.goto('/t/larkmoor/admin/members?show=invitations');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByRole('button', { name: /Maren Castell/ }).click();
    await expect(page).toHaveURL(/\/t\/larkmoor\/admin\/members\?show=invitations$/);
  });
});

test.describe('an invitation', () => {
  test.use({ expectedComplaints: [[/404/], { scope: 'test' }] });

  test('a hospital group is opened, somebody invited, and the link works once', async ({ page, browser, baseURL }) => {
    const slug = `e-${unique()}`;
    await signUp(page, slug);
    await page.getByRole('link', { name: 'Admin' }).click();
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail').fill(`guest-${slug}@example.org`);
    await page.getByLabel('Auditor').check();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await page.getByText(`/t/${slug}/join#`).textContent();
    await expectAccessible(page);

    const invited = await guest(browser, baseURL);
    await invited.goto(link ?? '');
    await expect(invited.getByRole('heading', { name: `Join Copper Ridge ${slug}` })).toBeVisible();
    await expectAccessible(invited);
    await invited.getByLabel('Your name').fill('Teo Marsh');
    await invited.getByLabel('Password', { exact: true }).fill(password);
    await invited.getByRole('button', { name: 'Join' }).click();
    await expect(invited).toHaveURL(new RegExp(`/t/${slug}$`));

    const late = await guest(browser, baseURL);
    await late.goto(link ?? '');
    await expect(late.getByRole('heading', { name: 'This invitation cannot be used' })).toBeVisible();

    await page.getByRole('link', { name: 'Invitations' }).click();
    await expect(page.getByRole('row', { name: /guest-.*Accepted/ })).toBeVisible();
    await page.getByRole('link', { name: 'Members' }).nth(1).click();
    await page.getByRole('button', { name: 'Teo Marsh' }).click();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await expect(page.getByRole('row', { name: /Teo Marsh.*Deactivated/ })).toBeVisible();
    await invited.reload();
    await expect(invited.getByRole('heading', { name: 'No such page' })).toBeVisible();
    await Promise.all([invited.context().close(), late.context().close()]);
  });
});

test('a forgotten password is replaced by the link that an administrator copies', async ({ page, browser, baseURL }) => {
  const slug = `e-${unique()}`;
  const email = await signUp(page, slug);
  const forgetful = await guest(browser, baseURL);
  await forgetful.goto('/sign-in');
  await forgetful.getByRole('link', { name: 'Forgot your password?' }).click();
  // The page that is left has a field of the same name, and stays until the next one has come.
  await expect(forgetful.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
  await forgetful.getByLabel('E-mail').fill(email);
  await forgetful.getByRole('button', { name: 'Ask for a link' }).click();
  await expect(forgetful.getByText('finds the link under Admin')).toBeVisible();

  await page.goto(`/t/${slug}/admin/members?show=letters`);
  await page.getByRole('button', { name: 'A new password for Wardwright' }).click();
  const letter = await page.getByText('/reset-password#').textContent();
  const link = /http\S+#\S+/.exec(letter ?? '')?.[0] ?? '';
  await forgetful.goto(link);
  await forgetful.getByLabel('New password').fill('nine quiet harbours');
  await forgetful.getByRole('button', { name: 'Use this password' }).click();
  await forgetful.getByRole('link', { name: 'Sign in' }).click();
  await forgetful.getByLabel('E-mail').fill(email);
  await forgetful.getByLabel('Password', { exact: true }).fill('nine quiet harbours');
  await forgetful.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(forgetful).toHaveURL(new RegExp(`/t/${slug}$`));
  await forgetful.context().close();
});

test.describe('refusals', () => {
  // In one more bracket, because a list of two would be taken for a value and its options.
  test.use({ expectedComplaints: [[/401/, /422/, /429/], { scope: 'test' }] });

  test('a wrong password says so, and several make one wait', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(`nobody-${unique()}@example.org`);
    await page.getByLabel('Password', { exact: true }).fill('not the right one');
    const button = page.getByRole('button', { name: 'Sign in', exact: true });
    await button.click();
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
    for (let tries = 0; tries < 6 && (await page.getByRole('button', { name: /^Wait \d+ s$/ }).count()) === 0; tries += 1) {
      await button.click();
      await page.waitForLoadState('networkidle');
    }
    await expect(page.getByRole('alert')).toContainText('wrong several times');
  });

  test('a common password is refused at its field', async ({ page }) => {
    const slug = `e-${unique()}`;
    await page.goto('/sign-up');
    await page.getByLabel('Your name').fill('Rosa Ortega');
    await page.getByLabel('E-mail').fill(`${slug}@example.org`);
    await page.getByLabel('Password', { exact: true }).fill('Password-2026');
    await page.getByLabel('Name of the hospital group').fill(slug);
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect(page.getByText('among the most common ones')).toBeVisible();
  });
});

/** Looks at the page as it stands in every size and in both themes. */
async function expectAccessibleEverywhere(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  for (const size of Object.values(sizes))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await expectAccessible(page, colorScheme === 'dark' ? 'colours' : undefined);
    }
}

test('doors, account and administration are accessible, large and small, light and dark', async ({ page, signIn }) => {
  test.slow();
  for (const path of ['/sign-in', '/sign-up', '/forgot-password', '/reset-password#x']) {
    await page.goto(path);
    await expectAccessibleEverywhere(page);
  }
  await signIn('maren@larkmoor.example');
  for (const path of ['account', 'admin/members', 'admin/members?show=invitations', 'admin/members?show=letters', 'admin/roles', 'admin/settings']) {
    await page.goto(`/t/larkmoor/${path}`);
    await expectAccessibleEverywhere(page);
  }
});
