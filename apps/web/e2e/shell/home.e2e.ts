import { expect, expectAccessible, sizes, test } from '../fixtures.ts';

for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('the start page leads to the worst signal', async ({ page, signIn }) => {
        await signIn('maren@larkmoor.example');
        await expect(page.getByText(/signals are open, last compared/)).toBeVisible();
        await expect(page.getByText('Critical trajectory')).toBeVisible();
        await expectAccessible(page, colorScheme === 'dark' ? 'colours' : undefined);
        await page.getByRole('link', { name: /^Open / }).first().click();
        await expect(page).toHaveURL(/\/quality\/signals\/[0-9a-f-]{36}$/);
        await expect(page.getByText(/ was .+Peers’ median/)).toBeVisible();
      });
    });
  }
}

test('whoever may see no signals is not left alone on the start page', async ({ page, signIn }) => {
  await signIn('jonas@larkmoor.example');
  await expect(page.getByRole('heading', { name: 'Nothing needs you' })).toBeVisible();
  await expectAccessible(page);
});
