import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ViewLinks } from '../shell/components/view-links.tsx';
import { t } from '../shell/i18n.tsx';
import { useMay } from '../shell/membership.tsx';
import { useOptions } from '../shell/resource/resource-client.ts';
import { ResourcePage } from '../shell/resource/resource-page.tsx';
import { clientOf } from '../shell/trpc.ts';
import { listNames, lists } from './lists.ts';
import { wordsOf } from './words.ts';

/** People, programs, memberships, sites and health systems: one page, five lists. */
export function DirectoryPage(): ReactElement {
  const { tenant, list } = useParams({ from: '/t/$tenant/directory/$list' });
  const client = clientOf(tenant).directory;
  const mayWrite = useMay('directory.entry.write');
  const { resource, columns, references } = lists[list];
  // At most two of the five lists are referred to by a third, and hooks must not come and go.
  const [first, second] = Object.entries(references);
  const firstOptions = useOptions(first?.[1] ?? 'none', first && client[first[1]]);
  const secondOptions = useOptions(second?.[1] ?? 'none', second && client[second[1]]);
  const options = {
    ...(first ? { [first[0]]: firstOptions.data ?? [] } : {}),
    ...(second ? { [second[0]]: secondOptions.data ?? [] } : {}),
  };
  return (
    <ResourcePage
      key={list}
      resource={resource}
      client={client[list]}
      words={wordsOf(list)}
      columns={columns}
      references={options}
      mayWrite={mayWrite}
      views={
        <ViewLinks
          label={t('directory.views')}
          links={listNames.map((name) => ({ href: `/t/${tenant}/directory/${name}`, label: t(wordsOf(name).title), current: name === list }))}
        />
      }
    />
  );
}
