import { expect, sizes, test } from '../fixtures.ts';

for (const [name, viewport] of Object.entries(sizes)) {
  test.describe(name, () => {
    test.use({ viewport });

    test('an unknown address is answered with words and a way back', async ({ page }) => {
      await page.goto('/no/such/page');
      await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Go to your start page' })).toBeVisible();
    });
  });
}
