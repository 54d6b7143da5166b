import { t } from '../shell/i18n.tsx';
import { isMessage, wordsOr } from '../shell/known-words.ts';

const spoken = (code: string): string => code.replaceAll(/[-_]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (name: string): string => name.replaceAll(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What a table is called: `directory.person_programs` as the list of the directory, `quality.signals` as "Signal". */
export const entityWords = (entity: string): string =>
  wordsOr(`system.entity.${entity}`, wordsOr(camel(entity), capital(spoken(entity.split('.').at(-1) ?? entity))));

/** A change to one row of a table, as lists and the triggers of the database name it: `directory.sites.update`. */
function rowChange(action: string): string | null {
  const [, table = '', verb = ''] = /^(.+)\.([a-z]+)$/.exec(action) ?? [];
  const id = `system.action.row.${verb}`;
  return isMessage(id) ? t('system.action.row', { thing: entityWords(table.replaceAll('-', '_')), verb: t(id) }) : null;
}

/** What a command did. One that the catalogue does not know is read out by its parts. */
export function actionWords(action: string): string {
  const [context = '', ...rest] = action.split('.');
  const parts = rest.length > 1 ? rest : [context, ...rest];
  return wordsOr(`system.action.${action}`, rowChange(action) ?? capital(parts.map(spoken).join(': ')));
}

/** What a column is called: as its own list calls it, as the lists of its context do, or as the trail does. */
export function fieldWords(entity: string, field: string): string {
  const places = [camel(entity), entity.split('.')[0] ?? entity, 'system'];
  const id = places.map((place) => `${place}.field.${field}`).find(isMessage);
  return id === undefined ? capital(spoken(field)) : t(id);
}
