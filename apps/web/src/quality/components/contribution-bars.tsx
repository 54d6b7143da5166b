import { scaleLinear } from 'd3-scale';
import type { ReactElement } from 'react';
import { formatNumber, formatSigned } from '../../shell/format.ts';
import { t } from '../../shell/i18n.tsx';
import { px } from '../charts/runs.ts';
import type { ContributionPart, MetricFacts } from '../signal-view.ts';

export interface ContributionBarsProps {
  readonly parts: readonly ContributionPart[];
  readonly metric: MetricFacts;
  readonly width?: number;
}

const ROW = 25;
const NAME = 112;
/** Longer names than this stand above their bars. */
const SHORT = 17;
/** Room beside a bar for its number, and at the right for the share. */
const NUMBER = 44;
const SHARE = 36;

/** Whether a part above its whole is bad news depends on the metric. */
function toneOf(excess: number, metric: MetricFacts): 'concern' | 'improve' | 'common' {
  if (excess === 0 || metric.directionPreference === 'neutral' || metric.directionPreference === 'target_range') return 'common';
  return excess > 0 === (metric.directionPreference === 'lower_is_better') ? 'concern' : 'improve';
}

/** What each part adds to, or takes from, the distance between this whole and its peers; largest first. */
export function ContributionBars({ parts, metric, width = 296 }: ContributionBarsProps): ReactElement {
  const values = parts.map((part) => part.excessOverParent);
  const stacked = parts.some((part) => part.childLabel.length > SHORT);
  const x = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [(stacked ? 0 : NAME) + NUMBER, width - SHARE - NUMBER]);
  const zero = px(x(0));
  const row = stacked ? ROW + 12 : ROW;
  const height = 20 + parts.length * row;
  const decimals = Math.max(2, metric.displayFormat.split('.')[1]?.length ?? 0);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('quality.contribution.label')} style={{ maxWidth: '100%' }}>
      <line className="axis" x1={zero} x2={zero} y1="18" y2={height - 2} />
      <text x={zero} y="11" textAnchor="middle">
        0
      </text>
      <text x={width} y="11" textAnchor="end">
        {t('quality.contribution.share')}
      </text>
      {parts.map((part, index) => {
        const end = px(x(part.excessOverParent));
        const right = part.excessOverParent >= 0;
        const y = 24 + index * row + (stacked ? 14 : 0);
        return (
          <g key={part.childNode}>
            <text className="t" x="0" y={stacked ? y - 4 : y + 11} style={{ fontSize: 12, fontWeight: part.isThis ? 600 : 400 }} stroke="var(--bg)" strokeWidth="3" paintOrder="stroke">
              {part.childLabel}
            </text>
            <rect x={Math.min(zero, end)} y={y} width={px(Math.abs(end - zero))} height="14" fill={`var(--${toneOf(part.excessOverParent, metric)})`} />
            <text className="t" x={right ? end + 5 : end - 5} y={y + 11} textAnchor={right ? 'start' : 'end'}>
              {formatSigned(part.excessOverParent, decimals)}
            </text>
            <text x={width} y={y + 11} textAnchor="end">
              {`${formatNumber(part.pct)}%`}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
