import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { t } from '../shell/i18n.tsx';
import table from '../shell/resource/resource.module.css';

export interface ShowMoreProps {
  readonly list: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> };
}

/** The way to the next page of a list, while there is one. */
export function ShowMore({ list }: ShowMoreProps): ReactElement | null {
  if (!list.hasNextPage) return null;
  return (
    <div className={table.more}>
      <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('shell.resource.more')}
      </Button>
    </div>
  );
}
