/** Moments of earlier visits by tenant, read once a page load so that they stay while the reader works. */
const known = new Map<string, string | null>();

/** When the reader last saw the feed of a tenant in this browser (ISO), or null on the first visit. The present visit is noted. */
export function lastVisit(tenant: string): string | null {
  const earlier = known.get(tenant);
  if (earlier !== undefined) return earlier;
  const key = `wardwright.visit.${tenant}`;
  let before: string | null = null;
  try {
    before = localStorage.getItem(key);
    localStorage.setItem(key, new Date().toISOString());
  } catch {
    // A browser that keeps nothing has no earlier visit.
  }
  known.set(tenant, before);
  return before;
}
