import { signalGlyphs, signalTypeLabels } from '@wardwright/domain/quality/rules';
import { signalTypes } from '@wardwright/domain/quality/schema';
import { render } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { t } from '../../shell/i18n.tsx';
import { type SignalKind, toneOf } from '../signal-view.ts';
import { SignalGlyph, SignalTypeLabel } from './signal-glyph.tsx';

const kinds: readonly SignalKind[] = [...signalTypes, 'technical_error', 'unclassified'];

describe.each(signalTypes)('%s', (type) => {
  test('is called as in the rule book, short in lists and in full on pages', () => {
    expect(t(`quality.short.${type}`)).toBe(signalTypeLabels[type].short);
    expect(t(`quality.type.${type}`)).toBe(signalTypeLabels[type].full);
  });

  test('is drawn by the grammar: filled outside normal, a ring within, dashed when the data is suspect', () => {
    const { container } = render(<SignalGlyph kind={type} />);
    const shape = container.querySelector('circle, rect');
    const { shape: wanted, token } = signalGlyphs[type];
    expect(toneOf(type)).toBe(token);
    expect(shape?.tagName).toBe(wanted === 'dashed_square' ? 'rect' : 'circle');
    expect(shape?.getAttribute('fill')).toBe(wanted === 'filled_circle' ? 'currentColor' : 'none');
    expect(shape?.hasAttribute('stroke-dasharray')).toBe(wanted === 'dashed_square');
  });
});

test('no two kinds share drawing and colour', () => {
  const drawings = kinds.map((kind) => render(<SignalGlyph kind={kind} />).container.innerHTML);
  expect(new Set(drawings).size).toBe(kinds.length);
});

test.each(kinds)('a word stands beside the glyph of %s', (kind) => {
  const { container } = render(<SignalTypeLabel kind={kind} wording="short" />);
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  expect(container.textContent).toBe(t(`quality.short.${kind}`));
});
