import calibration from './calibration.json' with { type: 'json' };

/** Blame of 0 or 1 would be an infinite logit: nothing here is that sure. */
const BOUND = 0.005;
/** Below this a second suspect is as good as none. */
const SECOND_FLOOR = 0.02;

/** What the fit is over: how much speaks against the leading suspect, and how much more than against the second as far as it is much. */
export const calibrationFeatures = (first: number, second: number): readonly [number, number] => {
  const bounded = Math.min(1 - BOUND, Math.max(BOUND, first));
  return [Math.log(bounded / (1 - bounded)), first * Math.log((first + SECOND_FLOOR) / (second + SECOND_FLOOR))];
};

/**
 * The chance that the leading suspect is where the incident began: logistic (Platt 1999), fitted by scripts/eval/fit-calibration.ts, and never above
 * what that many right answers in a row support, (n + 1) / (n + 2) by the rule of succession.
 */
export const calibratedConfidence = (first: number, second: number): number => {
  const [blame, margin] = calibrationFeatures(first, second);
  const score = calibration.intercept + calibration.blame * blame + calibration.margin * margin;
  return Math.min(calibration.ceiling, 1 / (1 + Math.exp(-score)));
};
