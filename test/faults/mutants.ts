import { PROTOCOL } from '@opsrunbook/actions';
import { MemoryActionLedger } from '../../packages/testing/src/actions/index.ts';
import type { WorldProps } from './world.ts';

/** A bug, planted by exchanging a decision of the protocol; each world needs a fresh one. */
export interface Mutant {
  readonly name: string;
  readonly plant: () => WorldProps;
}

/** Bugs that the fault harness must notice. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the claim is not conditional',
    plant: () => ({
      ledger: new MemoryActionLedger({ isConditional: false }),
      protocol: {
        ...PROTOCOL,
        claimAction: (record, hash, attempt) => PROTOCOL.claimAction({ ...record, claim: null }, hash, attempt),
        holdTarget: (target, attempt) => PROTOCOL.holdTarget({ ...target, hold: null }, attempt),
      },
    }),
  },
  {
    name: 'the marker is not looked for',
    plant: () => ({
      protocol: {
        ...PROTOCOL,
        nextStep: (target, request) => {
          const step = PROTOCOL.nextStep(target, request);
          return step.step === 'look' ? { step: 'send', mayBeRepeat: false } : step;
        },
      },
    }),
  },
  {
    name: 'the intent is dropped after an unclear answer',
    plant: () => ({
      protocol: {
        ...PROTOCOL,
        unsure: (target, notBefore) => ({ ...PROTOCOL.unsure(target, notBefore), intents: [] }),
      },
    }),
  },
];

/** Nobody waits before looking: too rare for random schedules, so it is met with the one order of events that needs the wait. */
export const IMPATIENT: WorldProps = {
  protocol: {
    ...PROTOCOL,
    nextStep: (target, request) => PROTOCOL.nextStep(target, { ...request, nowMs: request.nowMs + 120_000 }),
  },
};
