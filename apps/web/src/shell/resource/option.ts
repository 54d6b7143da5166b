/** What a reference may point to. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** Shown where it is chosen already, and not offered anew. */
  readonly disabled: boolean;
}
