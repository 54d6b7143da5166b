const small = new Set(['of', 'the', 'and', 'at', 'for', 'in', 'on', 'by', 'a', 'an', 'de', 'del', 'la', 'y']);
const acronyms = new Set([
  'UPMC', 'UCSF', 'UCLA', 'UCI', 'UC', 'UNC', 'UAB', 'UF', 'UW', 'UT', 'NYU', 'HCA', 'VA', 'USA', 'LLC', 'LP', 'LLP', 'INC',
  'MUSC', 'OSF', 'SSM', 'CHI', 'CHRISTUS', 'HSHS', 'IU', 'KU', 'LDS', 'LSU', 'OHSU', 'OU', 'VCU', 'WVU', 'ECU', 'TJ', 'PLLC',
  'II', 'III', 'IV', 'NW', 'NE', 'SW', 'SE', 'US', 'AMITA', 'MHP', 'DBA', 'PSL', 'JFK', 'DCH', 'BSA', 'SBH', 'NCH',
]);
const written: Readonly<Record<string, string>> = { INC: 'Inc', DBA: 'dba', CHRISTUS: 'Christus', AMITA: 'Amita' };

const capital = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase();

function part(word: string, place: number): string {
  const bare = word.replaceAll(/[^A-Z]/g, '');
  if (written[bare]) return word.replace(bare, written[bare]);
  if (acronyms.has(bare)) return word;
  if (place > 0 && small.has(word.toLowerCase())) return word.toLowerCase();
  if (bare.length > 1 && bare.length <= 4 && !/[AEIOUY]/.test(bare) && !['ST', 'MT', 'DR', 'FT', 'MTN', 'CTR'].includes(bare)) return word;
  if (/^MC[A-Z]{3,}/.test(word)) return `Mc${capital(word.slice(2))}`;
  return word
    .split(/(["'’/(-])/)
    .map((piece, index, all) => (all[index - 1] === "'" && piece.length <= 1 ? piece.toLowerCase() : capital(piece)))
    .join('');
}

/**
 * A hospital's name the way people write it: `ST JOHN'S RIVERSIDE HOSPITAL` becomes `St John's Riverside Hospital`. Only
 * names that are all capitals are touched, and never a letter is changed, only its case.
 */
export function readableName(name: string): string {
  if (name !== name.toUpperCase()) return name;
  return name.split(' ').map(part).join(' ');
}
