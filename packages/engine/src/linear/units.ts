import type { RunCheck, UnitForm, WindowCheck } from '../forms.ts';
import type { Builder, Expression } from './builder.ts';

/** Writes out a form over days or weekends: a yes/no expression per unit, then what its check asks of them. */
export function addUnitForm(builder: Builder, form: UnitForm): void {
  const { history } = builder.lowered.frame;
  const firstPlanned = Math.max(0, form.units.findIndex((unit) => unit.to > history));
  for (const person of form.people) {
    const states = form.units.map((_, unit) => stateOf(builder, form, person, unit));
    const { check } = form;
    if (check.kind === 'window') addWindows(builder, form.rule, states, check);
    else if (check.kind === 'run') addRuns(builder, form.rule, states, check, firstPlanned);
    else for (const item of check.items) if (item.person === person) builder.charge(states[item.unit] as Expression, item.cost);
  }
}

function stateOf(builder: Builder, form: UnitForm, person: number, unit: number): Expression {
  const parts: Expression[] = [];
  const add = (range: { from: number; to: number } | undefined, mask: Uint8Array): void => {
    for (let slot = range?.from ?? 0; slot < (range?.to ?? 0); slot++) {
      const part = builder.expression();
      builder.addCell(part, person, slot, (activity) => mask[activity] as number);
      parts.push(part);
    }
  };
  add(form.units[unit], form.on);
  if (form.carry) add(form.units[unit - 1], form.carry);
  const on = builder.anyOf(form.rule, parts);
  return form.none ? builder.combine(1, on, -1) : on;
}

/** constant + sum of the states in [from, to), each times the factor. */
function sumOf(builder: Builder, states: readonly Expression[], from: number, to: number, constant: number, factor: number): Expression {
  const sum = builder.expression(constant);
  for (let unit = from; unit < to; unit++) {
    const state = states[unit] as Expression;
    sum.constant += factor * state.constant;
    state.columns.forEach((column, k) => builder.addTerm(sum, column, factor * (state.factors[k] as number)));
  }
  return sum;
}

function addWindows(builder: Builder, rule: number, states: readonly Expression[], check: WindowCheck): void {
  for (const { from, to } of check.windows) {
    builder.within(rule, sumOf(builder, states, from, to, 0, 1), { ...check, per: 1 });
  }
}

function addRuns(builder: Builder, rule: number, states: readonly Expression[], check: RunCheck, firstPlanned: number): void {
  const units = states.length;
  for (let from = 0; from + check.max < units; from++) {
    const to = Math.max(from + check.max, firstPlanned) + 1;
    builder.excess(rule, [sumOf(builder, states, from, to, 1 - (to - from), 1)], check.over, 1);
  }
  for (let length = 1; length < check.min; length++) {
    for (let from = 0; from + length <= units; from++) {
      const to = from + length;
      if (to - 1 < firstPlanned || (from === 0 && check.openStart) || (to === units && check.openEnd)) continue;
      const run = sumOf(builder, states, from, to, 1 - length, 1);
      for (const beside of [from - 1, to]) {
        const state = states[beside];
        if (state === undefined) continue;
        run.constant -= state.constant;
        state.columns.forEach((column, k) => builder.addTerm(run, column, -(state.factors[k] as number)));
      }
      builder.excess(rule, [run], check.under * (check.min - length), 1);
    }
  }
}
