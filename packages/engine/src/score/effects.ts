/**
 * Which of a person's rules feel a change from one activity to another, and how. People under the same rules share
 * their lists, so a change costs nothing for the many rules that do not tell the two activities apart.
 */
export interface Effects {
  /** Shared list number of each person. */
  readonly kind: Int32Array;
  /** (list, from activity, to activity) to positions [start, start of next) in the arrays below. */
  readonly start: Int32Array;
  /** Position of the rule among the person's rules. */
  readonly local: Int32Array;
  readonly form: Int32Array;
  readonly change: Float64Array;
}

/** Lists, for every pair of activities, the forms whose `changeOf` is not 0. `formsOf` names each person's forms in order. */
export function effectsOf(
  formsOf: readonly (readonly number[])[],
  activities: number,
  changeOf: (form: number, from: number, to: number) => number,
): Effects {
  const lists = new Map<string, number>();
  const kind = new Int32Array(formsOf.length);
  const start = [0];
  const local: number[] = [];
  const form: number[] = [];
  const change: number[] = [];
  formsOf.forEach((forms, person) => {
    const key = forms.join();
    const known = lists.get(key);
    kind[person] = known ?? lists.size;
    if (known !== undefined) return;
    lists.set(key, lists.size);
    for (let pair = 0; pair < activities * activities; pair++) {
      forms.forEach((f, position) => {
        const amount = changeOf(f, Math.floor(pair / activities), pair % activities);
        if (amount === 0) return;
        local.push(position);
        form.push(f);
        change.push(amount);
      });
      start.push(local.length);
    }
  });
  return { kind, start: Int32Array.from(start), local: Int32Array.from(local), form: Int32Array.from(form), change: Float64Array.from(change) };
}
