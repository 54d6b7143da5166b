import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { demoPassword } from '@wardwright/domain/identity/fixtures';
import { type Product, startProduct } from './support/product.ts';

export { expect } from '@playwright/test';
export { expectAccessible } from './support/accessible.ts';

/** Widths and heights that every page is looked at. */
export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** What the browser complains about. A test that provokes a refusal names what it expects by `test.use({ expectedComplaints })`. */
function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()} on ${message.location().url}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
  return complaints;
}

interface TestFixtures {
  readonly expectedComplaints: readonly RegExp[];
  /** Signs in as a demo account through the visible form; ends on the first page of its tenant. */
  readonly signIn: (email: string) => Promise<void>;
}

interface WorkerFixtures {
  readonly product: Product;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  expectedComplaints: [[], { option: true }],

  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  baseURL: async ({ product }, use) => await use(product.address),

  context: async ({ context, expectedComplaints }, use) => {
    const complaints = complaintsOf(context);
    await use(context);
    const unexpected = complaints.filter((complaint) => !expectedComplaints.some((pattern) => pattern.test(complaint)));
    expect(unexpected, 'the browser complained').toEqual([]);
  },

  signIn: async ({ page }, use) => await use((email) => signIn(page, email)),
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: /^sign in$/i }).click();
  await expect(page).toHaveURL(/\/t\/[a-z0-9-]+(?:\/|$)/);
}
