/** How much of the work done still counts against what it was done for once that has gained something. */
const KEPT = 0.5;

/** What was done: rows found for so many people, with so many slots open. Finding none takes some time too. */
interface Deed {
  readonly rows: number;
  readonly people: number;
  readonly slots: number;
}

/** Work done for something since it gained anything: of several things the one on which least was spent comes next. */
export class Effort {
  spent = 0;

  count({ rows, people, slots }: Deed, gained: boolean): void {
    this.spent = (this.spent + (rows + people) * slots) * (gained ? KEPT : 1);
  }
}
