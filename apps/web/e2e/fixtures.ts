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

/** Empties what belongs to a tab: unlike everything else in the browser it would outlive the test. */
async function forgetTabs(context: BrowserContext, address = ''): Promise<void> {
  for (const page of context.pages()) if (page.url().startsWith(address)) await page.evaluate('sessionStorage.clear()');
}

interface TestFixtures {
  readonly expectedComplaints: readonly RegExp[];
  /** Signs in as a demo account through the visible form, or comes back to a session that did so; ends on the first page of its tenant. */
  readonly signIn: (email: string) => Promise<void>;
}

interface WorkerFixtures {
  readonly product: Product;
  /** The cookies of demo accounts that have signed in before. */
  readonly signedIn: Map<string, Cookies>;
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  expectedComplaints: [[], { option: true }],

  product: [
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  signedIn: [async ({}, use) => await use(new Map()), { scope: 'worker' }],

  baseURL: async ({ product }, use) => await use(product.address),

  context: async ({ context, baseURL, expectedComplaints }, use) => {
    expect(await context.cookies(), 'a test begins as a stranger').toEqual([]);
    const complaints = complaintsOf(context);
    await use(context);
    const unexpected = complaints.filter((complaint) => !expectedComplaints.some((pattern) => pattern.test(complaint)));
    await forgetTabs(context, baseURL);
    expect(unexpected, 'the browser complained').toEqual([]);
  },

  signIn: async ({ page, signedIn }, use) =>
    await use(async (email) => {
      if (await comesBack(page, signedIn.get(email))) return;
      await signIn(page, email);
      signedIn.set(email, await page.context().cookies());
    }),
});

const inside = /\/t\/[a-z0-9-]+(?:\/|$)/;

/** Whether a browser with these cookies is let in, as one is that was closed and opened again. */
async function comesBack(page: Page, cookies: Cookies | undefined): Promise<boolean> {
  if (!cookies) return false;
  await page.context().addCookies(cookies);
  // Asked beside the page, which would complain in its console of a session that has ended.
  const welcome = await page.request.get('/trpc/identity.door.welcome');
  const { result } = (await welcome.json()) as { result: { data: { signedIn: boolean } } };
  if (!result.data.signedIn) {
    await page.context().clearCookies();
    return false;
  }
  await page.goto('/');
  await expect(page).toHaveURL(inside);
  return true;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: /^sign in$/i }).click();
  await expect(page).toHaveURL(inside);
}
