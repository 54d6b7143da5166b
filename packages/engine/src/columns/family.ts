import { HARD } from '../frame.ts';
import type { Lowered } from '../lower.ts';
import type { Graph } from './graph.ts';
import { graphOf } from './graph.ts';
import type { Automaton } from './automaton.ts';
import type { PersonRules } from './rules.ts';
import type { Walk } from './walk.ts';
import { walkOf } from './walk.ts';

/** What the families of a problem may still take together, so that large problems are declined before memory runs out. */
export interface Budget {
  /** Arcs of graphs. */
  arcs: number;
  /** Steps of walks. */
  steps: number;
}

/**
 * The rows of people who are bound by the same rules. Totals that seldom bind are left out of the graph until a cheapest row
 * breaks them: what is left out can only make rows cheaper, so bounds stay true.
 */
export class Family {
  readonly walk: Walk;
  readonly #budget: Budget;
  graph: Graph;
  values: Float64Array;

  constructor(walk: Walk, graph: Graph, budget: Budget) {
    this.walk = walk;
    this.graph = graph;
    this.#budget = budget;
    this.values = new Float64Array(graph.nodes);
    budget.arcs -= graph.to.length;
    budget.steps -= walk.size;
  }

  /** Counts one more total; false if the graph would grow too large. */
  count(total: number): boolean {
    const graph = graphOf(this.walk, [...this.graph.counted, total], this.#budget.arcs);
    if (graph === null) return false;
    this.#budget.arcs += this.graph.to.length - graph.to.length;
    this.graph = graph;
    this.values = new Float64Array(graph.nodes);
    return true;
  }
}

/** Totals that can bind in ordinary rows: whatever asks for a minimum, costs points, or allows few. */
function countedFirst(walk: Walk): number[] {
  const planned = walk.stages.length;
  return walk.totals.flatMap((total, k) => {
    const seldom = total.min <= 0 && total.over >= HARD && total.counts.kind === 'slots' && total.max >= planned / 5;
    return seldom ? [] : [k];
  });
}

/** People under the same rules who may do about the same. */
export interface Members {
  readonly people: [PersonRules, ...PersonRules[]];
  /** What some of them may do, as slots x activities. */
  readonly possible: Uint8Array;
}

/** The family of people under these rules; null if it would take more than the budget has left. */
export function familyOf(lowered: Lowered, automaton: Automaton, { people, possible }: Members, budget: Budget): Family | null {
  const walk = walkOf(automaton, lowered, people, possible, budget.steps);
  const graph = walk && graphOf(walk, countedFirst(walk), budget.arcs);
  return walk && graph ? new Family(walk, graph, budget) : null;
}
