import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Expects axe to find nothing on the page as it stands; with `colours` it looks at those alone, which is all that another
 * theme changes. The script is evaluated, not added: the product forbids scripts that are not its own.
 */
export async function expectAccessible(page: Page, only?: 'colours'): Promise<void> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const options = { resultTypes: ['violations'], ...(only && { runOnly: ['cat.color'] }) };
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  const found = results.violations.map(({ id, impact, help, nodes }) => ({
    rule: `${id} (${impact}): ${help}`,
    at: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  expect(found, 'axe found').toEqual([]);
  expect(results.testEngine.name).toBe('axe-core');
  expect(results.passes.length, 'what axe looked at').toBeGreaterThan(0);
}
