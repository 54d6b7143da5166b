/** Splits a series where `holds` fails, so that a line or band stops instead of bridging a hole. */
export function unbrokenRuns<Item>(items: readonly Item[], holds: (item: Item) => boolean, touch: (a: Item, b: Item) => boolean = () => true): Item[][] {
  const runs: Item[][] = [];
  let previous: Item | undefined;
  for (const item of items) {
    if (!holds(item)) {
      previous = undefined;
      continue;
    }
    const current = runs.at(-1);
    if (current !== undefined && previous !== undefined && touch(previous, item)) current.push(item);
    else runs.push([item]);
    previous = item;
  }
  return runs;
}

/** One decimal is finer than any screen, and keeps the markup short. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}
