import type { z } from 'zod';
import { formatNumber } from '../format.ts';
import { t } from '../i18n.tsx';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function tooFew({ origin, minimum, input }: Extract<Issue, { code: 'too_small' }>): string {
  if (origin === 'string' && (isEmpty(input) || Number(minimum) === 1)) return t('shell.complaint.needed');
  const n = formatNumber(Number(minimum));
  if (origin === 'string') return t('shell.complaint.short', { n });
  return t(origin === 'array' ? 'shell.complaint.few' : 'shell.complaint.small', { n });
}

function tooMany({ origin, maximum }: Extract<Issue, { code: 'too_big' }>): string {
  const n = formatNumber(Number(maximum));
  if (origin === 'string') return t('shell.complaint.long', { n });
  return t(origin === 'array' ? 'shell.complaint.many' : 'shell.complaint.big', { n });
}

const formats = { email: 'shell.complaint.email', date: 'shell.complaint.date', url: 'shell.complaint.url', uuid: 'shell.complaint.choose' } as const;
const isNamed = (format: string): format is keyof typeof formats => Object.hasOwn(formats, format);

/** What is wrong with a field, in words for whoever fills it in. A rule that has a sentence of its own keeps it. */
export function complaintOf(issue: Issue): string {
  if (issue.code === 'too_small') return tooFew(issue);
  if (issue.code === 'too_big') return tooMany(issue);
  if (issue.code === 'invalid_value') return t(isEmpty(issue.input) ? 'shell.complaint.needed' : 'shell.complaint.choose');
  if (issue.code === 'invalid_format') {
    if (isEmpty(issue.input)) return t('shell.complaint.needed');
    return t(isNamed(issue.format) ? formats[issue.format] : 'shell.complaint.form');
  }
  if (issue.code === 'invalid_type') {
    if (isEmpty(issue.input)) return t('shell.complaint.needed');
    return t(issue.expected === 'int' ? 'shell.complaint.whole' : issue.expected === 'number' ? 'shell.complaint.number' : 'shell.complaint.form');
  }
  return t('shell.complaint.form');
}
