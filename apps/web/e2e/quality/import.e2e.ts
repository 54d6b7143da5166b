import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '../fixtures.ts';

const lead = 'maren@larkmoor.example';
const viewer = 'ines@larkmoor.example';

/** One fiscal year as it is published, of a hospital nobody knows; one line carries a code that is none. */
const file = {
  name: 'two-good-one-bad.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      'Facility Name,Facility ID,State,Measure Name,Number of Discharges,Footnote,Excess Readmission Ratio,Predicted Readmission Rate,Expected Readmission Rate,Number of Readmissions,Start Date,End Date',
      'EXAMPLE GENERAL,999901,AL,READM-30-HF-HRRP,300,,1.0500,21.0000,20.0000,64,07/01/2020,06/30/2023',
      'EXAMPLE GENERAL,999901,AL,READM-30-PN-HRRP,200,,0.9500,15.2000,16.0000,31,07/01/2020,06/30/2023',
      'EXAMPLE GENERAL,=1+1,AL,READM-30-AMI-HRRP,100,,0.9000,12.6000,14.0000,12,07/01/2020,06/30/2023',
    ].join('\n'),
  ),
};

async function toImport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Quality' }).click();
  await page.getByRole('link', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { name: 'Import', level: 1 })).toBeVisible();
}

async function choose(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles(file);
  await expect(page.getByText('3 rows read = 2 to be stored + 0 withheld at the source + 1 rejected.')).toBeVisible();
}

test('a file is looked at, called off, looked at again, imported and reported on', async ({ page, signIn }) => {
  await signIn(lead);
  await toImport(page);
  await expectAccessible(page);
  await choose(page);
  await expect(page.getByText(/Recognised as Readmissions/)).toBeVisible();
  await expect(page.getByRole('cell', { name: 'EXAMPLE GENERAL' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('This import was cancelled.')).toBeVisible();

  await page.getByRole('link', { name: 'Import another file' }).click();
  await choose(page);
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByText('You can close this page', { exact: false })).toBeVisible();
  await page.reload();
  await expect(page.getByText('3 rows read = 2 stored + 0 withheld at the source + 1 rejected.')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(/^The comparison with/)).toBeVisible();
  const rejected = page.getByRole('table', { name: 'Rejected rows' });
  await expect(rejected.locator('tbody tr')).toHaveCount(1);
  await expect(rejected).toContainText('Facility ID');
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  // A cell that a spreadsheet would run is made text.
  expect(text).toMatch(/^\uFEFFline,column,value,reason\r\n4,Facility ID,'=1\+1,/);
  await page.getByRole('link', { name: 'See the signals' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
});

test('whoever may not import is told so, and sees what hospitals and metrics there are', async ({ page, signIn }) => {
  await signIn(viewer);
  await page.getByRole('link', { name: 'Quality' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Metrics' }).click();
  await expect(page.getByRole('heading', { name: /heart failure/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Facilities' }).click();
  await expect(page.getByRole('table', { name: 'Facilities' }).locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Mark as ours|Make it a peer|Compare again/ })).toHaveCount(0);
  await expectAccessible(page);
});
