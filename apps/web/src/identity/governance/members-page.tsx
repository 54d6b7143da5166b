import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, type ReactNode, useState } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { PanePage } from '../../shell/components/pane-page.tsx';
import { Empty, ErrorState, Loading } from '../../shell/components/states.tsx';
import { TableHead } from '../../shell/components/table-head.tsx';
import { ViewLinks } from '../../shell/components/view-links.tsx';
import { formatMoment } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { useMay, useMembership } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import table from '../../shell/resource/resource.module.css';
import { useTRPC } from '../../shell/trpc.ts';
import { AdminViews } from '../../system/admin-views.tsx';
import styles from './governance.module.css';
import { InvitationTable } from './invitation-table.tsx';
import { InvitePane } from './invite-pane.tsx';
import { LetterPane, LetterTable, type LetterRow } from './letters.tsx';
import { MemberPane } from './member-pane.tsx';
import { roleTitle } from './role-title.ts';
import type { MembersSection } from './sections.ts';

export type MemberRow = inferRouterOutputs<AppRouter>['identity']['members']['list']['rows'][number];

type Opened = { readonly kind: 'member'; readonly member: MemberRow } | { readonly kind: 'invite' } | { readonly kind: 'letter'; readonly letter: LetterRow } | null;

/** Who works here, who has been invited, and the letters that went out. */
export function MembersPage(): ReactElement {
  const { show } = useSearch({ from: '/t/$tenant/admin/members' });
  // Another section is another page: what lay open beside the old one is closed with it.
  return <Section key={show} show={show} />;
}

function Section({ show }: { readonly show: MembersSection }): ReactElement {
  const mayWrite = useMay('tenant.member.write');
  const [opened, setOpened] = useState<Opened>(null);
  const [text, setText] = useState('');
  const close = (): void => setOpened(null);
  return (
    <PanePage kind="drawer" asideOpen={opened !== null} aside={opened && <Pane opened={opened} onClose={close} />}>
      <div className={styles.page}>
        <PageHeader
          title={t('identity.members')}
          keepViews
          views={<AdminViews current="members" />}
          tools={
            mayWrite && (
              <Button variant="filled" onClick={() => setOpened({ kind: 'invite' })}>
                {t('identity.members.invite')}
              </Button>
            )
          }
        />
        <SectionBar show={show}>
          {show === 'members' && (
            <TextInput
              className={styles.search ?? ''}
              aria-label={t('identity.members.search')}
              placeholder={t('identity.members.search')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
        </SectionBar>
        <div className={styles.fill}>
          {show === 'members' && <MemberTable text={text} current={opened?.kind === 'member' ? opened.member.id : null} onOpen={(member) => setOpened({ kind: 'member', member })} />}
          {show === 'invitations' && <InvitationTable />}
          {show === 'letters' && <LetterTable current={opened?.kind === 'letter' ? opened.letter.id : null} onOpen={(letter) => setOpened({ kind: 'letter', letter })} />}
        </div>
      </div>
    </PanePage>
  );
}

function Pane({ opened, onClose }: { readonly opened: NonNullable<Opened>; readonly onClose: () => void }): ReactElement {
  const title = opened.kind === 'member' ? opened.member.name : opened.kind === 'letter' ? opened.letter.subject : t('identity.invite.title');
  return (
    <section aria-label={title}>
      <div className={table.pane}>
        <h2>{title}</h2>
        <Button variant="subtle" onClick={onClose}>
          {t('shell.close')}
        </Button>
      </div>
      {opened.kind === 'member' && <MemberPane key={opened.member.id} member={opened.member} onDone={onClose} />}
      {opened.kind === 'invite' && <InvitePane />}
      {opened.kind === 'letter' && <LetterPane letter={opened.letter} />}
    </section>
  );
}

function SectionBar({ show, children }: { readonly show: MembersSection; readonly children: ReactNode }): ReactElement {
  const { tenant } = useMembership();
  const mayWrite = useMay('tenant.member.write');
  const names: readonly MembersSection[] = mayWrite ? ['members', 'invitations', 'letters'] : ['members', 'invitations'];
  const links = names.map((name) => ({ href: `/t/${tenant.slug}/admin/members`, search: { show: name }, label: t(`identity.${name}`), current: name === show }));
  return (
    <div className={styles.bar}>
      <ViewLinks label={t('identity.members.sections')} links={links} />
      {children}
    </div>
  );
}

function MemberTable({ text, current, onOpen }: { readonly text: string; readonly current: string | null; readonly onOpen: (member: MemberRow) => void }): ReactElement {
  const trpc = useTRPC();
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const members = useInfiniteQuery(
    trpc.identity.members.list.infiniteQueryOptions(
      { limit: 100, ...(wanted === '' ? {} : { text: wanted }) },
      { getNextPageParam: (last) => last.nextCursor, placeholderData: keepPreviousData, staleTime: 0 },
    ),
  );
  const rows = members.data?.pages.flatMap((page) => page.rows) ?? [];
  if (members.isPending) return <Loading />;
  if (members.isError) return <ErrorState {...refusalOf(members.error)} onRetry={() => void members.refetch()} />;
  if (rows.length === 0) return <Empty title={t('identity.members.empty')}>{t('identity.members.empty.text')}</Empty>;
  return (
    <>
      <table className={table.table} aria-label={t('identity.members')}>
        <TableHead
          columns={[
            t('identity.members.name'),
            t('identity.members.email'),
            t('identity.members.roles'),
            t('identity.members.state'),
            t('identity.members.since'),
          ]}
        />
        <tbody>
          {rows.map((member) => (
            <tr key={member.id} data-current={member.id === current}>
              <td>
                <button type="button" className={table.open} aria-current={member.id === current} onClick={() => onOpen(member)}>
                  {member.name}
                </button>
              </td>
              <td>{member.email}</td>
              <td className={styles.roles}>{member.roles.map(roleTitle).join(', ') || '–'}</td>
              <td className={member.isActive && member.loginIsActive ? undefined : styles.out}>
                {t(member.loginIsActive ? (member.isActive ? 'identity.members.active' : 'identity.members.inactive') : 'identity.members.shut')}
              </td>
              <td className={table.moment} data-label={t('identity.members.since')}>
                <time dateTime={member.createdAt}>{formatMoment(member.createdAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {members.hasNextPage && (
        <div className={table.more}>
          <Button loading={members.isFetchingNextPage} onClick={() => void members.fetchNextPage()}>
            {t('identity.members.more')}
          </Button>
        </div>
      )}
    </>
  );
}
