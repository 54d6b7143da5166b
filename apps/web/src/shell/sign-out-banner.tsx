import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Banner } from './components/banner.tsx';
import { t } from './i18n.tsx';
import { signOut, useSignOutProblem } from './sign-out.ts';

/** Says that a session lives on although its owner wanted to end it: on a shared computer they must not walk away. */
export function SignOutBanner(): ReactElement | null {
  const problem = useSignOutProblem();
  if (problem === null) return null;
  return (
    <Banner
      title={t('shell.signout.failed')}
      actions={
        <Button size="xs" onClick={signOut}>
          {t('shell.error.again')}
        </Button>
      }
    >
      {problem}
    </Banner>
  );
}
