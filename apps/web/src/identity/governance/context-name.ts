import { wordsOr } from '../../shell/known-words.ts';

/** What people call a context of permissions and roles. */
export const contextName = (context: string): string => wordsOr(`identity.roles.context.${context}`, context);
