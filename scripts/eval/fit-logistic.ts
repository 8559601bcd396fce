/** One case: what the fit sees, whether the leading suspect was right, and how much the case counts. */
export interface Example {
  readonly features: readonly [number, number];
  readonly isRight: boolean;
  readonly weight: number;
}

/** Keeps a separable set from driving confidence to 0 and 1 (Gaussian prior around slope 1 and 0, in units of examples). */
const PRIOR = [0.2, 1, 1] as const;
const PRIOR_CENTRE = [0, 1, 0] as const;
const STEPS = 4000;
const RATE = 0.02;

/** Intercept and slopes of a logistic model by gradient descent, targets smoothed as Platt (1999) does. */
export const fitLogistic = (examples: readonly Example[]): readonly number[] => {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const right = examples.reduce((sum, { weight, isRight }) => sum + (isRight ? weight : 0), 0);
  const targets = { right: (right + 1) / (right + 2), wrong: 1 / (total - right + 2) };
  let model: readonly number[] = PRIOR_CENTRE;
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = model.map((value, index) => (PRIOR[index] ?? 0) * (value - (PRIOR_CENTRE[index] ?? 0)));
    for (const { features, isRight, weight } of examples) {
      const inputs = [1, ...features];
      const score = inputs.reduce((sum, input, index) => sum + input * (model[index] ?? 0), 0);
      const miss = 1 / (1 + Math.exp(-score)) - (isRight ? targets.right : targets.wrong);
      inputs.forEach((input, index) => {
        gradient[index] = (gradient[index] ?? 0) + weight * miss * input;
      });
    }
    model = model.map((value, index) => value - RATE * (gradient[index] ?? 0));
  }
  return model;
};
