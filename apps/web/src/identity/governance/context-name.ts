import { english, type PlainMessageId } from '../../shell/catalogue.ts';
import { t } from '../../shell/i18n.tsx';

const isMessage = (id: string): id is PlainMessageId => Object.hasOwn(english, id);

/** What people call a context of permissions and roles. */
export function contextName(context: string): string {
  const id = `identity.roles.context.${context}`;
  return isMessage(id) ? t<PlainMessageId>(id) : context;
}
