import { ruleOf, type TurnableInput } from '@wardwright/domain/quality/rules';
import type { SignalType } from '@wardwright/domain/quality/schema';
import type { ReactElement } from 'react';
import { DrawerSection } from '../shell/components/why-drawer.tsx';
import { formatNumber } from '../shell/format.ts';
import { t } from '../shell/i18n.tsx';
import { wordsOr } from '../shell/known-words.ts';
import { IndicatorStrips } from './components/indicator-strips.tsx';
import { SeveritySteps } from './components/severity-steps.tsx';
import { SignalGlyph } from './components/signal-glyph.tsx';
import { indicatorStrips } from './indicator-scales.ts';
import type { SignalDetail } from './signal-view.ts';
import styles from './why-because.module.css';

/** What one input would have to be for another type; only the nearest is told. */
export interface InputChange {
  readonly input: TurnableInput;
  readonly nearest: { readonly direction: 'down' | 'up'; readonly edge: number; readonly inclusive: boolean; readonly type: SignalType } | null;
}

/** One rule of the book as it was tried. */
export interface RuleTrial {
  readonly type: SignalType;
  readonly outcome: 'decided' | 'passed_over' | 'failed';
  readonly conditions: readonly { readonly id: string; readonly title: string; readonly holds: boolean }[];
}

export interface WhyBecauseProps {
  readonly detail: SignalDetail;
  readonly rules: readonly RuleTrial[];
  readonly changes: readonly InputChange[];
  /** Where the numbers come from, how old they are, and what is odd about them; one sentence each. */
  readonly dataNotes: readonly string[];
}

function condition({ input, nearest }: InputChange): string {
  if (nearest === null) return '';
  const words = { input: t(`quality.flip.input.${input}`), edge: formatNumber(nearest.edge, Number.isInteger(nearest.edge) ? 0 : 2) };
  if (nearest.direction === 'down') return nearest.inclusive ? t('quality.flip.atmost', words) : t('quality.flip.under', words);
  return nearest.inclusive ? t('quality.flip.atleast', words) : t('quality.flip.over', words);
}

function failed({ conditions }: RuleTrial): string {
  const condition = conditions.find((one) => !one.holds);
  return condition === undefined ? '' : t('quality.why.rules.failed', { condition: wordsOr(`quality.condition.${condition.id}`, condition.title) });
}

function Rules({ rules }: { readonly rules: readonly RuleTrial[] }): ReactElement {
  const decided = rules.findIndex((rule) => rule.outcome === 'decided');
  return (
    <ul className={styles.rules}>
      {rules.slice(0, decided < 0 ? rules.length : decided + 1).map((rule) => (
        <li key={rule.type} data-outcome={rule.outcome}>
          <SignalGlyph kind={rule.type} size={14} />
          <span>{t(`quality.short.${rule.type}`)}</span>
          <span>{rule.outcome === 'decided' ? t('quality.why.rules.decided') : failed(rule)}</span>
        </li>
      ))}
    </ul>
  );
}

function Changes({ changes }: { readonly changes: readonly InputChange[] }): ReactElement {
  return (
    <ul className={styles.flips}>
      {changes.map((change) => {
        if (change.nearest === null) return null;
        const [low, high] = ruleOf(change.nearest.type).range;
        return (
          <li key={change.input}>
            <b>{condition(change)}</b>
            <span>{t('quality.flip.outcome', { type: t(`quality.short.${change.nearest.type}`).toLowerCase(), low, high })}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The arithmetic behind a signal, so that nobody has to believe it. */
export function WhyBecause({ detail, rules, changes, dataNotes }: WhyBecauseProps): ReactElement {
  const { signal, inputs, indicators, calculation } = detail;
  const turning = changes.filter((change) => change.nearest !== null);
  return (
    <>
      {inputs !== null && indicators !== null && (
        <DrawerSection title={t('quality.why.indicators')} note={t('quality.why.indicators.note', { n: signal.periodCount })}>
          <IndicatorStrips strips={indicatorStrips(inputs, indicators, signal.classificationContext)} />
          {calculation !== null && (
            <div className={styles.sum}>
              <SeveritySteps calculation={calculation} range={signal.simplifiedSeverityRange} />
            </div>
          )}
        </DrawerSection>
      )}
      {rules.length > 0 && (
        <DrawerSection title={t('quality.why.rules')} note={t('quality.why.rules.note')}>
          <Rules rules={rules} />
        </DrawerSection>
      )}
      {turning.length > 0 && (
        <DrawerSection title={t('quality.why.flip')}>
          <Changes changes={turning} />
        </DrawerSection>
      )}
      <DrawerSection title={t('quality.why.data')}>
        <p className={styles.prose}>{dataNotes.join(' ')}</p>
      </DrawerSection>
    </>
  );
}
