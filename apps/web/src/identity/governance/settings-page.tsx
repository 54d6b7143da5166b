import { TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { subdomain } from '@wardwright/domain/identity/schema';
import type { AppRouter } from '@wardwright/server/router';
import { type ReactElement, useState } from 'react';
import { PageHeader } from '../../shell/components/page-header.tsx';
import { ErrorState, Loading } from '../../shell/components/states.tsx';
import { t } from '../../shell/i18n.tsx';
import { useMay } from '../../shell/membership.tsx';
import { refusalOf } from '../../shell/refusal.ts';
import { useTRPC } from '../../shell/trpc.ts';
import { AdminViews } from '../../system/admin-views.tsx';
import { SubmitForm, useSubmission } from '../door/submit.tsx';
import styles from './governance.module.css';

type Settings = inferRouterOutputs<AppRouter>['identity']['settings']['get'];

/** The name, the address and the specialties of a hospital group. */
export function SettingsPage(): ReactElement {
  const trpc = useTRPC();
  const settings = useQuery(trpc.identity.settings.get.queryOptions({}));
  const mayWrite = useMay('tenant.settings.write');
  return (
    <div className={styles.page}>
      <PageHeader title={t('identity.settings')} keepViews views={<AdminViews current="settings" />} />
      <div className={styles.fill}>
        {settings.isPending && <Loading rows={4} />}
        {settings.isError && <ErrorState {...refusalOf(settings.error)} onRetry={() => void settings.refetch()} />}
        {settings.data && (
          <div className={styles.form}>
            {mayWrite ? <SettingsForm key={settings.data.version} settings={settings.data} /> : <p className={styles.text}>{t('identity.settings.readonly')}</p>}
            <SettingsFacts settings={settings.data} all={!mayWrite} />
          </div>
        )}
      </div>
    </div>
  );
}

function SettingsFacts({ settings, all }: { readonly settings: Settings; readonly all: boolean }): ReactElement {
  const facts = [
    ...(all
      ? ([
          ['identity.settings.name', settings.name],
          ['identity.settings.slug', settings.slug],
          ['identity.settings.specialties', settings.enabledSpecialties.join(', ') || '–'],
        ] as const)
      : []),
    ['identity.settings.plan', t(`identity.settings.plan.${settings.plan ?? 'none'}`)],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SettingsForm({ settings }: { readonly settings: Settings }): ReactElement {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [name, setName] = useState(settings.name);
  const [slug, setSlug] = useState(settings.slug);
  const [specialties, setSpecialties] = useState(settings.enabledSpecialties);
  const submission = useSubmission(['name', 'slug']);
  const update = useMutation(trpc.identity.settings.update.mutationOptions());
  const changed = name !== settings.name || slug !== settings.slug || specialties.join('\n') !== settings.enabledSpecialties.join('\n');
  const send = (): void =>
    void submission.run(async () => {
      const patch = { name, enabledSpecialties: specialties, ...(slug === settings.slug ? {} : { slug }) };
      const saved = await update.mutateAsync({ expectedVersion: settings.version, patch });
      // Under another short name every address is another one, so the page is loaded anew there.
      if (saved.slug !== settings.slug) window.location.assign(`/t/${saved.slug}/admin/settings`);
      else await cache.invalidateQueries(trpc.identity.pathFilter());
    });
  return (
    <SubmitForm submission={submission} verb={t('identity.settings.save')} ready={changed && name.trim() !== '' && subdomain.safeParse(slug).success} onSubmit={send}>
      <TextInput label={t('identity.settings.name')} required withAsterisk={false} value={name} error={submission.about('name')} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput
        label={t('identity.settings.slug')}
        required
        withAsterisk={false}
        value={slug}
        error={submission.about('slug')}
        description={t('identity.settings.slug.hint')}
        onChange={(event) => setSlug(event.currentTarget.value.toLowerCase())}
      />
      <TagsInput label={t('identity.settings.specialties')} description={t('identity.settings.specialties.hint')} value={specialties} onChange={setSpecialties} />
    </SubmitForm>
  );
}
