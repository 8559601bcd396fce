import { claimAction } from './claim-action.ts';
import { holdTarget, unsure } from './hold-target.ts';
import { nextStep } from './next-step.ts';

/** The decisions that keep an action to one effect, together, so that a test can plant a wrong one and see it noticed. */
export interface Protocol {
  readonly claimAction: typeof claimAction;
  readonly holdTarget: typeof holdTarget;
  readonly nextStep: typeof nextStep;
  /** What an unclear attempt leaves behind. */
  readonly unsure: typeof unsure;
}

/** The protocol of docs/decisions: claim, hold, look, intend, act, record. */
export const PROTOCOL: Protocol = { claimAction, holdTarget, nextStep, unsure };
