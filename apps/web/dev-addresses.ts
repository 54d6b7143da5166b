/** Patterns of what the server answers while pages are developed; everything else is a page or a part of one. */
export const serverAddresses = [
  '^/t/[^/]+/trpc/',
  '^/t/[^/]+/quality/imports([/?]|$)',
  '^/trpc/',
  '^/auth/',
  '^/healthz$',
] as const;
