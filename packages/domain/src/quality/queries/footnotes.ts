/** What the source's footnote codes mean, in our words. */
const meanings: Readonly<Record<string, string>> = {
  '1': 'too few cases to report',
  '2': 'based on a sample of cases',
  '3': 'shorter period than required',
  '4': 'held back by the source for one or more quarters',
  '5': 'no result for this period',
  '7': 'no case met the criteria',
  '8': 'no infection observed, so there is no lower limit',
  '11': 'discrepancies in the collection of data',
  '12': 'the measure does not apply to this hospital',
  '13': 'no result could be calculated',
  '23': 'the hospital reported discrepancies in its claims',
  '28': 'affected by an approved exception for extraordinary circumstances',
  a: 'Maryland hospitals are exempt from payment changes',
};

/** Why something is missing, in words: codes are spelled out, anything else is told as it stands. */
export function footnoteWords(footnote: string | null): string | null {
  if (footnote === null) return null;
  return footnote
    .split(',')
    .map((code) => meanings[code.trim()] ?? code.trim())
    .join('; ');
}
