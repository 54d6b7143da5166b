import { expect, expectAccessible, sizes, test } from '../fixtures.ts';

const maren = 'maren@larkmoor.example';
const unique = (): string => Math.random().toString(36).slice(2, 8);

test('a coordinator adds a site, corrects it, puts it away and finds it again', async ({ page, signIn }) => {
  const name = `Quiet Creek ${unique()}`;
  await signIn(maren);
  await page.goto('/t/larkmoor/directory/sites');
  await expect(page.getByRole('table', { name: 'Sites' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Add site' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Use an IANA time zone')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Time zone').fill('America/Denver');
  await page.getByRole('button', { name: 'Save' }).click();

  await page.getByRole('button', { name }).click();
  await page.getByLabel('Address').fill('12 Creek Lane');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('12 Creek Lane');

  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(page.getByRole('button', { name })).toHaveCount(0);
  await page.getByLabel('Archived').click();
  await page.getByRole('button', { name }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('button', { name })).toHaveCount(0);
});

test.describe('two at once', () => {
  test.use({ expectedComplaints: [[/409/], { scope: 'test' }] });

  test('the second to save the same row is told, and nothing is lost', async ({ page, context, signIn }) => {
    await signIn(maren);
    const other = await context.newPage();
    for (const one of [page, other]) {
      await one.goto('/t/larkmoor/directory/programs');
      await one.getByRole('button', { name: 'Internal Medicine' }).click();
    }
    await page.getByLabel('Specialty').fill('Internal medicine, general');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('row', { name: /Internal medicine, general/ })).toBeVisible();
    await other.getByLabel('Last PGY').fill('4');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('alert')).toContainText('Somebody else changed this');
    await expect(other.getByLabel('Last PGY')).toHaveValue('4');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: sizes.phone, colorScheme: 'dark' });

  test('a viewer reads the lists and is offered nothing to change', async ({ page, signIn }) => {
    await signIn('ines@larkmoor.example');
    for (const list of ['people', 'programs', 'personPrograms', 'sites', 'healthSystems']) {
      await page.goto(`/t/larkmoor/directory/${list}`);
      await expect(page.getByRole('table')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Add / })).toHaveCount(0);
      await expect(page.getByRole('link', { name: 'Programs', exact: true })).toBeInViewport();
      await expectAccessible(page);
    }
  });

  test('a coordinator finds the way to add where there is little room', async ({ page, signIn }) => {
    await signIn('maren@larkmoor.example');
    await page.goto('/t/larkmoor/directory/personPrograms');
    await expect(page.getByRole('button', { name: 'Add membership' })).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
  });
});
