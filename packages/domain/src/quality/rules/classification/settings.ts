import type { ClassificationMode } from '../../schema/vocabulary.ts';

/** Thresholds of one way to classify. */
export interface ClassificationSettings {
  readonly mode: ClassificationMode;
  /** Acceleration beyond which harm gathers or loses pace, per step: metric units in parity, peer standard deviations in the product. */
  readonly momentumThreshold: number;
  /** Acceleration that counts twice in the severity. */
  readonly strongMomentumThreshold: number;
  /** Largest |z| of a single period from which it is a spike. */
  readonly spikeThreshold: number;
  /** How far the fitted line must worsen over the window, in peer standard deviations, before an emerging risk is said; null = no guard. */
  readonly slopeGuard: number | null;
  readonly minimumPeriods: number;
}

/** The published reference engine: raw acceleration, no guard. Used to prove the arithmetic, not to judge hospitals. */
export const paritySettings: ClassificationSettings = Object.freeze({
  mode: 'parity',
  momentumThreshold: 0.005,
  strongMomentumThreshold: 0.01,
  spikeThreshold: 3,
  slopeGuard: null,
  minimumPeriods: 3,
});

/**
 * The product: acceleration in peer standard deviations, so that it means the same for days and for percent. The
 * thresholds are those of the reference engine divided by the peer spread of its one metric (0.161), rounded.
 */
export const productSettings: ClassificationSettings = Object.freeze({
  mode: 'product',
  momentumThreshold: 0.03,
  strongMomentumThreshold: 0.06,
  spikeThreshold: 3,
  slopeGuard: 0.25,
  minimumPeriods: 3,
});

/** The settings of a mode, with the spike threshold a tenant may have moved. */
export const classificationSettings = (
  mode: ClassificationMode,
  spikeThreshold: number = productSettings.spikeThreshold,
): ClassificationSettings => ({ ...(mode === 'parity' ? paritySettings : productSettings), spikeThreshold });
