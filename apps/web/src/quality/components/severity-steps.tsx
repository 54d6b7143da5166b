import type { SeverityCalculation, SeverityRange } from '@wardwright/domain/quality/schema';
import type { ReactElement } from 'react';
import { formatSigned } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import styles from './severity-steps.module.css';

export interface SeverityStepsProps {
  readonly calculation: SeverityCalculation;
  readonly range: SeverityRange | null;
  /** What the base belongs to; the drawer leaves it out. */
  readonly typeName?: string;
}

const factors = ['slope', 'position', 'up_momentum', 'down_momentum', 'consistency', 'spike', 'spike_size'] as const;

/** A factor that a later rule book brings is printed as it is called there. */
function factorWords(factor: string): string {
  const known = factors.find((one) => one === factor);
  return known === undefined ? factor.replaceAll('_', ' ') : t(`quality.factor.${known}`);
}

/** The severity as a sum anybody can check: 96 base + 2 slope + 2 momentum = 100. */
export function SeveritySteps({ calculation, range, typeName }: SeverityStepsProps): ReactElement {
  return (
    <p className={styles.sum}>
      <b>{calculation.base}</b>
      <i>{typeName === undefined ? t('quality.why.base') : t('quality.why.base.of', { type: typeName })}</i>
      {calculation.refinements
        .filter((step) => step.adjustment !== 0)
        .map((step) => (
          <span key={step.factor} title={step.reason}>
            <b>{formatSigned(step.adjustment).replace(/^([+−])/, '$1 ')}</b> <i>{factorWords(step.factor)}</i>
          </span>
        ))}
      <b>{`= ${calculation.final}`}</b>
      {range !== null && <i>{t('quality.why.range', { low: range[0], high: range[1] })}</i>}
    </p>
  );
}
