import type { ColumnForm, Need, PatternForm, SumForm } from './forms.ts';
import { addUnitForm } from './linear/units.ts';
import { Builder } from './linear/builder.ts';
import type { LinearModel, ModelChoice } from './linear/builder.ts';
import type { Lowered } from './lower.ts';

export type { LinearModel, ModelChoice } from './linear/builder.ts';

/** A usual price of a hard violation, where a model must pay for some: more than soft rules ever come to. */
export const HARD_POINTS = 20_000;

/**
 * The integer linear model of a problem, or of a part of it: cells that are not free count as constants, and rules
 * that only touch constants disappear into the offset. Every row and every auxiliary column names its rule.
 */
export function linearModel(lowered: Lowered, choice: ModelChoice): LinearModel {
  const builder = new Builder(lowered, choice);
  for (const cell of lowered.cells) builder.addCellCost(cell);
  for (const form of lowered.forms) {
    if (choice.rules?.[form.rule] === 0) continue;
    if (form.kind === 'column') addColumn(builder, form);
    else if (form.kind === 'sum') addSum(builder, form);
    else if (form.kind === 'pattern') addPattern(builder, form);
    else addUnitForm(builder, form);
  }
  return builder.model();
}

function addColumn(builder: Builder, form: ColumnForm): void {
  const { people, activities } = builder.lowered.frame;
  for (const need of form.needs) {
    const count = builder.expression();
    for (let person = 0; person < people; person++) {
      builder.addCell(count, person, need.slot, (activity) => form.load[person * activities + activity] as number);
    }
    addNeed(builder, form.rule, count, need);
  }
}

function addNeed(builder: Builder, rule: number, count: ReturnType<Builder['expression']>, need: Need): void {
  const short = builder.within(rule, count, need);
  if (need.target <= need.min || need.targetCost === 0) return;
  const missing = builder.combine(need.target, count, -1);
  if (short >= 0) builder.addTerm(missing, short, -1);
  builder.excess(rule, [missing], need.targetCost, 1, { most: need.target - need.min, alwaysSoft: true });
}

function addSum(builder: Builder, form: SumForm): void {
  form.people.forEach((person, row) => {
    form.windows.forEach((window, w) => {
      const at = row * form.windows.length + w;
      const min = form.min[at] as number;
      const max = form.max[at] as number;
      const sum = builder.expression();
      for (let slot = window.from; slot < window.to; slot++) builder.addCell(sum, person, slot, (activity) => form.values[activity] as number);
      builder.within(form.rule, sum, { min, max, under: form.under, over: form.over, per: form.per });
    });
  });
}

function addPattern(builder: Builder, form: PatternForm): void {
  for (const person of form.people) {
    for (const start of form.starts) {
      if (!form.offsets.some((offset) => builder.isFree(person, start + offset))) {
        builder.addConstantPattern(form, person, start);
        continue;
      }
      const hits = form.alternatives.map((masks) => {
        const hit = builder.expression(1 - masks.length);
        masks.forEach((mask, step) => builder.addCell(hit, person, start + (form.offsets[step] as number), (activity) => mask[activity] as number));
        return hit;
      });
      builder.excess(form.rule, hits, form.cost, 1);
    }
  }
}
