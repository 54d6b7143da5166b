import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, sizes, test } from '../fixtures.ts';

const lead = 'maren@larkmoor.example';
const stranger = 'adela@pinecrest.example';

/** From the start page to the feed by keyboard. */
async function openFeed(page: Page): Promise<Locator> {
  await expect(page.getByRole('heading', { name: 'Needs you' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  const rows = page.getByRole('listbox', { name: 'Signals, most severe first' }).getByRole('option');
  await expect(rows.first()).toBeVisible();
  return rows;
}

/** From the feed to the page of the selected signal by keyboard; the preview shows some of the same, so the page is waited for. */
async function openSelected(page: Page): Promise<Locator> {
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/quality\/signals\/[0-9a-f-]{36}$/);
  const drawer = page.getByRole('complementary', { name: 'Why & history' });
  await expect(drawer).toBeVisible();
  return drawer;
}

const severityOf = async (row: Locator): Promise<number> => Number.parseInt((await row.textContent())?.match(/\d+/)?.[0] ?? '-1', 10);
const selected = (page: Page): Locator => page.getByRole('option', { selected: true });
const noSidewaysScroll = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

test('the worst signal is found, opened and understood without a mouse', async ({ page, signIn }) => {
  await signIn(lead);
  const rows = await openFeed(page);
  const severities = await Promise.all((await rows.all()).map(severityOf));
  expect(severities.length).toBeGreaterThan(8);
  await expect(page).toHaveTitle('Signals · Wardwright');
  expect(severities).toEqual([...severities].sort((a, b) => b - a));
  await expect(selected(page)).toHaveAttribute('aria-posinset', '1');
  await page.keyboard.press('j');
  await expect(selected(page)).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('k');
  await expect(page.getByRole('complementary', { name: 'Preview' }).getByText('Why severity')).toBeVisible();
  await expectAccessible(page);

  const drawer = await openSelected(page);
  await expect(page.getByText(/ was .+ Peers’ median is .+middle half .+n\s=\s[\d,]+/)).toBeVisible();
  await expect(page).toHaveTitle(/readmission.* · Wardwright$/);
  await expect(drawer.getByText('What would have changed the type')).toBeVisible();
  await expect(drawer.getByText('decides')).toBeVisible();
  await drawer.getByRole('tab', { name: /History/ }).click();
  await expect(drawer.getByText(/Found: /)).toBeVisible();
  await expectAccessible(page);
});

test('the chart and its table say the same, point by point', async ({ page, signIn }) => {
  await signIn(lead);
  await openFeed(page);
  await openSelected(page);
  const points = page.getByRole('slider', { name: /^Points of the chart/ });
  await points.focus();
  await page.keyboard.press('Home');
  const said: string[] = [];
  const first = Number(await points.getAttribute('aria-valuemin'));
  const last = Number(await points.getAttribute('aria-valuemax'));
  for (let point = first; point <= last; point += 1) {
    await expect(points).toHaveAttribute('aria-valuenow', String(point));
    said.push((await points.getAttribute('aria-valuetext')) ?? '');
    await page.keyboard.press('ArrowRight');
  }
  expect(said.length).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Table' }).click();
  const table = page.getByRole('table', { name: /by period, with peers/ });
  const cells = await Promise.all((await table.locator('tbody tr').all()).map((row) => row.locator('td').allTextContents()));
  expect(cells).toHaveLength(said.length);
  for (const [index, [period = '', value = '']] of cells.entries()) {
    expect(said[index]).toContain(period);
    if (value !== '–') expect(said[index]).toContain(`: ${value}`);
  }
  await expectAccessible(page);
});

test('a narrowed view lives in the address and survives a reload', async ({ page, signIn }) => {
  await signIn(lead);
  const rows = await openFeed(page);
  const all = await rows.count();
  await page.getByRole('button', { name: /^Type/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Chronic underperformer' }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/chronic_underperformer/);
  await expect.poll(() => rows.count()).toBeLessThan(all);
  // The age of a signal goes on while the page is read.
  const withoutAge = async () => (await rows.allTextContents()).map((text) => text.replace(/( periods).*$/, '$1'));
  const texts = await withoutAge();
  for (const text of texts) expect(text).toMatch(/Chronic.* periods$/);
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/signal=/);
  const place = await selected(page).getAttribute('aria-posinset');
  await page.reload();
  await expect(rows).toHaveCount(texts.length);
  expect(await withoutAge()).toEqual(texts);
  await expect(selected(page)).toHaveAttribute('aria-posinset', place ?? '');

  await page.keyboard.press('/');
  await page.keyboard.type('no such hospital');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No signal fits these filters')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows).toHaveCount(all);
  await page.getByRole('link', { name: /^Closed/ }).click();
  await expect(page.getByText('No signal has been closed')).toBeVisible();
});

test.describe('of somebody else', () => {
  test.use({ expectedComplaints: [[/status of 404/], { scope: 'test' }] });

  test('a signal of another hospital group does not exist, under any address', async ({ page, signIn, baseURL }) => {
    await signIn(lead);
    await openFeed(page);
    await openSelected(page);
    const id = page.url().split('/').at(-1) ?? '';
    await page.getByRole('button', { name: /Your menu/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/sign-in/);
    await signIn(stranger);
    for (const address of [`/t/pinecrest/quality/signals/${id}`, `/t/larkmoor/quality/signals/${id}`]) {
      await page.goto(`${baseURL ?? ''}${address}`);
      await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
    }
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: sizes.phone, colorScheme });

    test('feed and signal fit, and the drawer opens over the page', async ({ page, signIn }) => {
      const only = colorScheme === 'dark' ? 'colours' : undefined;
      await signIn(lead);
      await page.getByRole('link', { name: 'Quality' }).click();
      const first = page.getByRole('option').first();
      await expect(first).toBeVisible();
      expect(await noSidewaysScroll(page)).toBe(true);
      await expectAccessible(page, only);
      await first.click();
      await expect(page.getByText(/ was .+Peers’ median/)).toBeVisible();
      await page.getByRole('button', { name: 'Why & history' }).click();
      await expect(page.getByText('Type and severity')).toBeVisible();
      expect(await noSidewaysScroll(page)).toBe(true);
      await expectAccessible(page, only);
    });
  });
}
