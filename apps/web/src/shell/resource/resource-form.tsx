import { Button, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactElement, type ReactNode, useMemo, useState } from 'react';
import type { z } from 'zod';
import { t } from '../i18n.tsx';
import { blankValues, complaints, type Field, fieldsOf } from './fields.ts';
import type { Option } from './option.ts';
import styles from './resource.module.css';

export interface ResourceFormProps {
  readonly write: z.ZodObject;
  /** The row being edited, or null for a new one. */
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly label: (field: string) => string;
  readonly choice: (field: string, value: string) => string;
  readonly options: (field: string) => readonly Option[];
  readonly busy: boolean;
  /** What the server said, when it refused. */
  readonly refusal: string | null;
  readonly onSubmit: (values: Record<string, unknown>) => void;
  readonly onCancel: () => void;
  readonly extra?: ReactNode;
}

type Values = Readonly<Record<string, unknown>>;

const startingValues = (fields: readonly Field[], row: Values | null): Values =>
  row ? Object.fromEntries(fields.map(({ name }) => [name, row[name] ?? null])) : blankValues(fields);

/** One form for all plain tables, with the same checks in the browser as on the server. */
export function ResourceForm(props: ResourceFormProps): ReactElement {
  const { write, row, busy, refusal, onSubmit, onCancel, extra } = props;
  const fields = useMemo(() => fieldsOf(write), [write]);
  const [values, setValues] = useState<Values>(() => startingValues(fields, row));
  const [tried, setTried] = useState(false);
  const wrong = tried ? complaints(write, values) : {};

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(complaints(write, values)).length === 0) onSubmit({ ...values });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {refusal !== null && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          error={wrong[field.name]}
          props={props}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <div className={styles.actions}>
        <Button type="submit" variant="filled" loading={busy}>
          {t('shell.resource.save')}
        </Button>
        <Button onClick={onCancel}>{t('shell.resource.cancel')}</Button>
        {extra}
      </div>
    </form>
  );
}

interface FieldInputProps {
  readonly field: Field;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly props: ResourceFormProps;
  readonly onChange: (value: unknown) => void;
}

function FieldInput({ field, value, error, props, onChange }: FieldInputProps): ReactElement {
  const common = { label: props.label(field.name), error, required: !field.optional, withAsterisk: !field.optional };
  switch (field.kind) {
    case 'switch':
      return <Switch label={common.label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number':
      return (
        <NumberInput {...common} value={typeof value === 'number' ? value : ''} onChange={(given) => onChange(given === '' ? null : Number(given))} />
      );
    case 'choice':
    case 'reference':
      return <ChoiceInput field={field} value={value} common={common} props={props} onChange={onChange} />;
    case 'words':
      return <TagsInput {...common} required={false} withAsterisk={false} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...common}
          type={field.kind === 'text' ? 'text' : field.kind}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      );
  }
}

type ChoiceInputProps = Omit<FieldInputProps, 'error'> & {
  readonly common: { readonly label: string; readonly error: string | undefined; readonly required: boolean; readonly withAsterisk: boolean };
};

function ChoiceInput({ field, value, common, props, onChange }: ChoiceInputProps): ReactElement {
  const data =
    field.kind === 'choice'
      ? field.choices.map((choice) => ({ value: choice, label: props.choice(field.name, choice), disabled: false }))
      : [...props.options(field.name)];
  const chosen = typeof value === 'string' ? value : null;
  const offered = data.filter((option) => !option.disabled || option.value === chosen);
  return (
    <Select
      {...common}
      data={offered}
      searchable={offered.length > 8}
      clearable={field.optional}
      value={chosen}
      onChange={onChange}
    />
  );
}
