import list from '../../../../data/common-passwords/common-passwords.json' with { type: 'json' };

const common: ReadonlySet<string> = new Set(list);

/** How many entries the list of common passwords has. */
export const commonPasswordCount = common.size;

/** Whether a word in lower case stands on the offline list of common passwords. */
export const isCommonPassword = (word: string): boolean => common.has(word);
