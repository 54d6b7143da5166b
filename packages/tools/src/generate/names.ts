/** The forms of one noun: a call room is `CallRoom`, `callRoom`, `call_rooms`, `call-rooms` in the places that need them. */
export interface Names {
  readonly singular: string;
  readonly plural: string;
  readonly pascal: string;
  readonly camel: string;
  readonly camelPlural: string;
  readonly snakePlural: string;
  readonly kebab: string;
  readonly kebabPlural: string;
}

/** The input of a generator is of no use; the message says what would be. */
export class Refusal extends Error {}

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** Reads "call room", "call-room" or "CallRoom". A plural that the rule gets wrong is given as well. */
export function namesOf(noun: string, irregular?: string): Names {
  const words = wordsOf(noun);
  if (words.length === 0 || words.some((word) => !/^[a-z][a-z0-9]*$/.test(word)))
    throw new Refusal(`"${noun}" cannot name a resource: use a noun of letters, such as call-room.`);
  const plural = irregular === undefined ? [...words.slice(0, -1), pluralOf(words.at(-1) ?? '')] : wordsOf(irregular);
  const pascal = (parts: readonly string[]) => parts.map(capital).join('');
  const camel = (parts: readonly string[]) => parts.map((part, index) => (index === 0 ? part : capital(part))).join('');
  return {
    singular: words.join(' '),
    plural: plural.join(' '),
    pascal: pascal(words),
    camel: camel(words),
    camelPlural: camel(plural),
    snakePlural: plural.join('_'),
    kebab: words.join('-'),
    kebabPlural: plural.join('-'),
  };
}
