/** A row on its way in. Exactly one of three things becomes of it; a rejected row says which cell and why. */
export type RowOutcome =
  | { readonly outcome: 'stored' | 'suppressed'; readonly row: StagedRow }
  | { readonly outcome: 'rejected'; readonly column: string | null; readonly value: string | null; readonly reason: string };

/** What a row of any form can carry; what the form does not give is null. */
export interface StagedRow {
  readonly ccn: string;
  readonly facilityName: string | null;
  readonly state: string | null;
  readonly city: string | null;
  readonly facilityType: string | null;
  readonly ownership: string | null;
  readonly metricId: string | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly periodLabel: string | null;
  readonly periodIndex: number | null;
  readonly value: number | null;
  readonly predicted: number | null;
  readonly expected: number | null;
  readonly denominator: number | null;
  readonly numerator: number | null;
  readonly footnote: string | null;
}

/** Facts about rows that deserve a sentence in the report. */
export interface RowRemarks {
  readonly padded: boolean;
  readonly windowDerived: boolean;
}
