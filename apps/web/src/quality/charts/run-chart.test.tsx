import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInFrame } from '../../shell/test-frame.tsx';
import type { MetricFacts } from '../signal-view.ts';
import { movedBy } from './run-chart.tsx';
import { RunChartFigure } from './run-chart-figure.tsx';
import type { RunPoint } from './run-chart-layout.ts';

const metric: MetricFacts = {
  name: 'Readmission ratio',
  shortName: 'Readmission',
  unitType: 'ratio',
  unitLabel: '',
  displayFormat: '0.000',
  directionPreference: 'lower_is_better',
  periodicity: 'rolling_yearly',
  isSynthetic: false,
};

const point = (year: number, value: number | null, more: Partial<RunPoint> = {}): RunPoint => ({
  start: `${year - 3}-07-01`,
  end: `${year}-06-30`,
  label: `${year - 3} to ${year}`,
  value,
  state: 'final',
  cases: 300 + year,
  peers: { lower: 0.961, median: 1.002, upper: 1.043, count: 2871 },
  ...more,
});

const points = [
  point(2019, 1.02),
  point(2020, 1.031),
  point(2021, null, { state: 'suppressed' }),
  point(2022, 1.054, { peers: { lower: null, median: null, upper: null, count: 8 } }),
  point(2023, 1.083, { state: 'provisional' }),
];

const show = () => renderInFrame(<RunChartFigure title="Readmission ratio" points={points} metric={metric} height={290} />);

test('arrow keys walk the points, Home and End go to the ends, Escape leaves', async () => {
  await show();
  const slider = screen.getByRole('slider');
  const reads = (): string => slider.getAttribute('aria-valuetext') ?? '';
  fireEvent.keyDown(slider, { key: 'Home' });
  expect(reads()).toBe('2016 to 2019: 1.020, peers’ median 1.002 (middle half 0.961 to 1.043, n\u00a0=\u00a02,871)');
  fireEvent.keyDown(slider, { key: 'ArrowRight' });
  expect(slider.getAttribute('aria-valuenow')).toBe('2');
  fireEvent.keyDown(slider, { key: 'End' });
  expect(reads()).toMatch(/^2020 to 2023: 1\.083, provisional/);
  fireEvent.keyDown(slider, { key: 'ArrowLeft' });
  expect(reads()).toBe('2019 to 2022: 1.054, 8 peers, too few to show');
  fireEvent.keyDown(slider, { key: 'ArrowLeft' });
  expect(reads()).toMatch(/^2018 to 2021: withheld at the source/);
  expect(document.querySelector('output')?.textContent).toBe(reads());
  fireEvent.keyDown(slider, { key: 'Escape' });
  expect(document.querySelector('output')).toBeNull();
});

test('keys at the ends stay there, other keys are left alone', () => {
  expect(movedBy('ArrowRight', 4, 5)).toBe(4);
  expect(movedBy('ArrowLeft', 0, 5)).toBe(0);
  expect(movedBy('j', 2, 5)).toBeNull();
});

test('the drawing shows final, provisional and withheld points differently, and no limits', async () => {
  const { container } = await show();
  expect(container.querySelectorAll('[data-part="point"].p-common')).toHaveLength(3);
  expect(container.querySelectorAll('[data-part="point"].p-hollow')).toHaveLength(1);
  expect(container.querySelectorAll('[data-part="withheld"]')).toHaveLength(1);
  expect(container.querySelector('[data-part="few-peers"]')?.textContent).toBe('8 peers');
  expect(container.querySelector('.lim')).toBeNull();
  expect(screen.getByText(/neighbouring points share patients/)).toBeTruthy();
});

test('the table has the same numbers as the points say', async () => {
  await show();
  const spoken = points.map((_, index) => {
    const slider = screen.getByRole('slider');
    fireEvent.keyDown(slider, { key: 'Home' });
    for (let step = 0; step < index; step += 1) fireEvent.keyDown(slider, { key: 'ArrowRight' });
    return slider.getAttribute('aria-valuetext') ?? '';
  });
  fireEvent.click(screen.getByRole('button', { name: 'Table' }));
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(rows).toHaveLength(points.length);
  rows.forEach((row, index) => {
    const cells = within(row).getAllByRole('cell').map((cell) => cell.textContent ?? '');
    for (const number of cells.slice(1).flatMap((cell) => cell.match(/\d\.\d{3}/g) ?? [])) expect(spoken[index]).toContain(number);
    expect(spoken[index]).toContain(cells[0]);
  });
  expect(rows[3]?.textContent).toContain('hidden, fewer than 10 peers');
  expect(rows[2]?.textContent).toContain('withheld at the source');
});

test('the figure has a sentence for those who do not see it', async () => {
  await show();
  const figure = screen.getByRole('figure');
  expect(document.getElementById(figure.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Readmission ratio, 2016 to 2019 to 2020 to 2023: 5 points, latest 1.083.');
});
