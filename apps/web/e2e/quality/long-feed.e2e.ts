import { expect, expectAccessible, test } from '../fixtures.ts';
import { fillWithSignals } from '../support/many-signals.ts';

const many = 100_000;
/** More pages than anybody reads, and enough to show that none is lost, doubled or kept in the page. */
const deep = 600;

test('a hundred thousand signals are as quick to walk, narrow and search as ten', async ({ page, product, signIn }) => {
  test.setTimeout(180_000);
  await fillWithSignals(product.home, 'pinecrest', many);
  await signIn('adela@pinecrest.example');
  await page.getByRole('link', { name: 'Quality' }).click();
  const list = page.getByRole('listbox', { name: 'Signals, most severe first' });
  const rows = list.getByRole('option');
  await expect(rows.first()).toBeVisible();
  await expect(page.getByText('10,000+, most severe first')).toBeVisible();
  await list.focus();

  const selected = list.getByRole('option', { selected: true });
  const place = async (): Promise<number> => Number(await selected.getAttribute('aria-posinset'));
  let before = 0;
  let worst = Number.POSITIVE_INFINITY;
  while (before < deep) {
    await expect
      .poll(async () => {
        await page.keyboard.press('End');
        return await place();
      })
      .toBeGreaterThan(before);
    before = await place();
    expect(await rows.count(), 'only the rows in sight are in the page').toBeLessThan(60);
    const severity = Number.parseInt((await selected.textContent())?.match(/\d+/)?.[0] ?? '', 10);
    expect(severity).toBeLessThanOrEqual(worst);
    worst = severity;
  }
  await expectAccessible(page);

  await page.keyboard.press('Home');
  await expect.poll(place).toBe(1);
  await page.getByRole('searchbox').fill('SIG-50412');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/SIG-50412/);
});
