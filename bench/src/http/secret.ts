/** Signs the cookie of the one session that asks; it guards nothing. */
export const benchSecret = 'a secret that guards nothing at all';
