import type { Consistency, Momentum, Position, SignalType, Trend } from '../../schema/vocabulary.ts';

/** Names of a signal type: the short one for lists, the full one for pages and exports, and its meaning in a sentence. */
export interface TypeLabel {
  readonly short: string;
  readonly full: string;
  readonly meaning: string;
}

/** What each type of signal is called in lists and on pages, and what it means for a quality lead. */
export const signalTypeLabels: Readonly<Record<SignalType, TypeLabel>> = {
  suspect_data: {
    short: 'Suspect data',
    full: 'Suspect data',
    meaning: 'The data cannot carry a judgement.',
  },
  critical_trajectory: {
    short: 'Critical trajectory',
    full: 'Critical trajectory',
    meaning: 'Worse than peers and getting worse fast.',
  },
  recovering: { short: 'Recovering', full: 'Recovering', meaning: 'Worse than peers but improving.' },
  chronic_underperformer: {
    short: 'Chronic',
    full: 'Chronic underperformer',
    meaning: 'Worse than peers for long, not improving.',
  },
  volatility_alert: { short: 'Volatile', full: 'Volatility alert', meaning: 'One period far from its peers.' },
  emerging_risk: { short: 'Emerging risk', full: 'Emerging risk', meaning: 'Like its peers now, heading the wrong way.' },
  sustained_excellence: {
    short: 'Excellent',
    full: 'Sustained excellence',
    meaning: 'Among the best, and steady.',
  },
  improving_leader: {
    short: 'Improving',
    full: 'Improving leader',
    meaning: 'As good as peers or better, and getting better.',
  },
  baseline: { short: 'Baseline', full: 'Baseline', meaning: 'Nothing that needs attention.' },
};

/** The outline of a sign: whether a facility stands outside or within normal, or that nobody can tell. */
export type GlyphShape = 'filled_circle' | 'ring' | 'dashed_square' | 'square';
/** The mark in a sign: which way harm moves, or why there is no direction. */
export type GlyphMark = 'double_chevron_up' | 'chevron_up' | 'chevron_down' | 'bar' | 'zigzag' | 'dot' | 'question' | 'exclamation';
/** The theme colour of a sign: concern for harm, improve for good news, common for neither. */
export type MeaningToken = 'concern' | 'improve' | 'common';

/** How a sign is drawn: filled = outside normal, ring = within; the mark shows the direction of harm; the token is a theme colour. */
export interface Glyph {
  readonly shape: GlyphShape;
  readonly mark: GlyphMark;
  readonly token: MeaningToken;
}

/** The sign of each type of signal, which always stands beside its name. */
export const signalGlyphs: Readonly<Record<SignalType, Glyph>> = {
  suspect_data: { shape: 'dashed_square', mark: 'question', token: 'common' },
  critical_trajectory: { shape: 'filled_circle', mark: 'double_chevron_up', token: 'concern' },
  recovering: { shape: 'filled_circle', mark: 'chevron_down', token: 'improve' },
  chronic_underperformer: { shape: 'filled_circle', mark: 'bar', token: 'concern' },
  volatility_alert: { shape: 'ring', mark: 'zigzag', token: 'concern' },
  emerging_risk: { shape: 'ring', mark: 'chevron_up', token: 'concern' },
  sustained_excellence: { shape: 'filled_circle', mark: 'bar', token: 'improve' },
  improving_leader: { shape: 'ring', mark: 'chevron_down', token: 'improve' },
  baseline: { shape: 'ring', mark: 'dot', token: 'common' },
};

/** Signs that are not signal types: a signal without a type, and a failure of the system itself. */
export const noticeGlyphs = {
  unclassified: { shape: 'dashed_square', mark: 'dot', token: 'common' },
  technical_error: { shape: 'square', mark: 'exclamation', token: 'concern' },
} as const satisfies Record<string, Glyph>;

/** Where a facility stands among its peers, as part of a sentence. */
export const positionPhrases: Readonly<Record<Position, string>> = {
  excellent: 'far better than peers',
  favorable: 'better than peers',
  normal: 'like its peers',
  marginal: 'slightly worse than peers',
  elevated: 'worse than peers',
  severe: 'far worse than peers',
};

/** How fast a facility moves compared with its peers, as part of a sentence. */
export const trendPhrases: Readonly<Record<Trend, string>> = {
  rapidly_improving: 'improving faster than 9 in 10',
  improving: 'improving faster than most',
  stable: 'moving with the others',
  worsening: 'worsening faster than most',
  rapidly_worsening: 'worsening faster than 9 in 10',
};

/** Whether harm gathers or loses pace, as part of a sentence. */
export const momentumPhrases: Readonly<Record<Momentum, string>> = {
  accelerating: 'accelerating',
  neutral: 'no change of pace',
  decelerating: 'slowing',
};

/** Whether the standing among peers is steady, as part of a sentence. */
export const consistencyPhrases: Readonly<Record<Consistency, string>> = {
  consistent: 'steady from period to period',
  variable: 'varies from period to period',
};
