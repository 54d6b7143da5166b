import { Button, Select, Switch } from '@mantine/core';
import type { Resource } from '@wardwright/domain/kernel';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { PlainMessageId } from '../catalogue.ts';
import { PageHeader } from '../components/page-header.tsx';
import { PanePage } from '../components/pane-page.tsx';
import { Empty, ErrorState, Loading } from '../components/states.tsx';
import { t } from '../i18n.tsx';
import { refusalOf } from '../refusal.ts';
import { shownValue } from './cell.ts';
import { type ListView, type ResourceClient, type Row, useChanges, useRows } from './resource-client.ts';
import type { Option } from './option.ts';
import { ResourceForm } from './resource-form.tsx';
import { ResourceTable } from './resource-table.tsx';
import styles from './resource.module.css';

/** How a table is called and shown; words are message ids. */
export interface ResourceWords {
  readonly title: PlainMessageId;
  readonly add: PlainMessageId;
  readonly empty: PlainMessageId;
  /** `<context>.<table>.`: with a field name behind it, the id of the field's label. */
  readonly field: (name: string) => PlainMessageId;
  readonly choice: (field: string, value: string) => PlainMessageId | null;
}

export interface ResourcePageProps {
  readonly resource: Resource;
  readonly client: ResourceClient;
  readonly words: ResourceWords;
  readonly columns: readonly string[];
  /** Rows that reference fields may point to, by field. */
  readonly references?: Readonly<Record<string, readonly Option[]>>;
  readonly mayWrite: boolean;
  readonly views?: ReactNode;
}

type Opened = Row | 'new' | null;

/** List, form and archive of a plain table: a page without a life of its own. */
export function ResourcePage(props: ResourcePageProps): ReactElement {
  const { resource, client, words, columns, references = {}, mayWrite, views } = props;
  const [view, setView] = useState<ListView>({ sort: resource.sort[0], archived: false });
  const [opened, setOpened] = useState<Opened>(null);
  const rows = useRows(resource.path, client, view);
  const label = (field: string): string => t(words.field(field));
  const choice = (field: string, value: string): string => {
    const id = words.choice(field, value);
    return id === null ? value : t(id);
  };

  return (
    <PanePage
      kind="drawer"
      asideOpen={opened !== null}
      aside={opened !== null && <Editor key={opened === 'new' ? 'new' : `${opened.id}.${opened.version}`} {...props} {...{ opened, label, choice }} onClose={() => setOpened(null)} />}
    >
      <div className={styles.page}>
        <PageHeader
          title={t(words.title)}
          {...(views === undefined ? {} : { views })}
          keepViews
          listTools={<ListTools sorts={resource.sort} view={view} label={label} onChange={setView} />}
          tools={
            mayWrite && (
              <Button variant="filled" onClick={() => setOpened('new')}>
                {t(words.add)}
              </Button>
            )
          }
        />
        <div className={styles.scroll}>
          <ListState rows={rows} title={t(words.empty)} archived={view.archived} />
          {rows.data !== undefined && rows.data.length > 0 && (
            <ResourceTable
              name={t(words.title)}
              rows={rows.data}
              columns={columns}
              label={label}
              cell={(column, value) => shownValue(value, (one) => choice(column, one), references[column])}
              current={typeof opened === 'object' ? (opened?.id ?? null) : null}
              onOpen={setOpened}
            />
          )}
          {rows.hasNextPage && (
            <div className={styles.more}>
              <Button loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
                {t('shell.resource.more')}
              </Button>
            </div>
          )}
        </div>
      </div>
    </PanePage>
  );
}

interface ListToolsProps {
  readonly sorts: readonly string[];
  readonly view: ListView;
  readonly label: (field: string) => string;
  readonly onChange: (view: ListView) => void;
}

function ListTools({ sorts, view, label, onChange }: ListToolsProps): ReactElement {
  return (
    <>
      <Switch size="xs" label={t('shell.resource.archived')} checked={view.archived} onChange={(event) => onChange({ ...view, archived: event.currentTarget.checked })} />
      <Select
        size="xs"
        w={128}
        aria-label={t('shell.resource.sort')}
        allowDeselect={false}
        value={view.sort}
        data={sorts.map((column) => ({ value: column, label: column === 'createdAt' ? t('shell.resource.created') : label(column) }))}
        onChange={(sort) => sort !== null && onChange({ ...view, sort })}
      />
    </>
  );
}

interface ListStateProps {
  readonly rows: ReturnType<typeof useRows>;
  readonly title: string;
  readonly archived: boolean;
}

/** What stands in place of the rows while there are none. */
function ListState({ rows, title, archived }: ListStateProps): ReactElement | null {
  if (rows.isPending) return <Loading />;
  if (rows.isError) return <ErrorState {...refusalOf(rows.error)} onRetry={() => void rows.refetch()} />;
  if (rows.data.length > 0) return null;
  return <Empty title={title}>{t(archived ? 'shell.resource.none.archived' : 'shell.resource.none')}</Empty>;
}

interface EditorProps extends ResourcePageProps {
  readonly opened: Row | 'new';
  readonly label: (field: string) => string;
  readonly choice: (field: string, value: string) => string;
  readonly onClose: () => void;
}

function Editor({ resource, client, words, references = {}, mayWrite, opened, label, choice, onClose }: EditorProps): ReactElement {
  const row = opened === 'new' ? null : opened;
  const { save, putAway } = useChanges(client, onClose);
  const failed = save.error ?? putAway.error;
  const title = row === null ? t(words.add) : typeof row['name'] === 'string' ? row['name'] : t(words.title);
  return (
    <section aria-label={title}>
      <div className={styles.pane}>
        <h2>{title}</h2>
        <Button variant="subtle" onClick={onClose}>
          {t('shell.close')}
        </Button>
      </div>
      {mayWrite ? (
        <ResourceForm
          write={resource.write}
          row={row}
          label={label}
          choice={choice}
          options={(field) => references[field] ?? []}
          busy={save.isPending}
          refusal={failed === null ? null : refusalOf(failed).title}
          onSubmit={(values) => save.mutate({ row, values })}
          onCancel={onClose}
          extra={
            row !== null && (
              <Button variant="subtle" loading={putAway.isPending} onClick={() => putAway.mutate(row)}>
                {t(row.archivedAt === null ? 'shell.resource.archive' : 'shell.resource.restore')}
              </Button>
            )
          }
        />
      ) : (
        <p className={styles.hint}>{t('shell.resource.readonly')}</p>
      )}
    </section>
  );
}
