import { expect, test } from 'vitest';
import { english } from '../shell/catalogue.ts';
import { isMessage } from '../shell/known-words.ts';
import { jobTitle, phaseWords } from './job-title.ts';

const statistics = import.meta.glob<string>('../../../../packages/domain/src/quality/commands/detection/statistics-sql.ts', { query: '?raw', import: 'default', eager: true });

test('a job is called by its kind and subject, and by its stored words where one is unknown', () => {
  expect(jobTitle({ task: 'quality.import.stage', title: 'as stored', subject: 'year.csv' })).toBe('Read year.csv');
  expect(jobTitle({ task: 'quality.import.stage', title: 'as stored', subject: null })).toBe('as stored');
  expect(jobTitle({ task: 'quality.recalculate', title: 'as stored', subject: null })).toBe(english['system.job.quality.recalculate']);
  expect(jobTitle({ task: 'pharmacy.count', title: 'as stored', subject: 'x' })).toBe('as stored');
});

test('every phase of the comparison has its words', () => {
  const steps = Object.values(statistics).join('').split('statisticsSteps')[1] ?? '';
  const names = [...steps.matchAll(/^ {2}\['([^']+)'/gm)].map(([, name]) => `Comparing: ${name}`);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !isMessage(`system.phase.${name}`))).toEqual([]);
  expect(phaseWords('Counting beds')).toBe('Counting beds');
  expect(phaseWords(null)).toBe('');
});
