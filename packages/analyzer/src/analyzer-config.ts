import { canonicalJson, sha256Hex } from '@opsrunbook/core';

/** Raised whenever the same evidence can give another packet. */
export const ANALYZER_VERSION = '0.1.0';

/** The one frozen configuration, the same for every system; a packet carries its hash. */
export const ANALYZER_CONFIG = {
  metrics: {
    /** Scale of a level never below this share of it: a few percent of wobble is usual for any service. */
    relativeFloor: 0.05,
    /** Steps are told in scales (1.4826 × MAD, Rousseeuw and Croux 1993); 3 is the usual outlier bound, doubled because many series are looked at. */
    minStep: 6,
    /** Periods in a row the step must hold, unless a period is itself 5 minutes or longer. */
    minPeriods: 2,
    longPeriodSeconds: 300,
    /** A count below this in the whole window is not a step. */
    minCount: 3,
  },
  logs: {
    /** Excess of lines over the baseline's rate, in Poisson standard deviations. */
    minRise: 4,
    /** Fewer lines than this are a rise only when the template is new. */
    minLines: 3,
    maxTemplates: 8,
  },
  packet: { maxFindings: 20, maxHypotheses: 8, maxActions: 6, maxTimeline: 30, maxSuspects: 5, maxClaim: 300 },
  confidence: {
    /** A cause is claimed from here on; below, the packet is inconclusive. */
    likely: 0.5,
    supported: 0.8,
    /** Caps: a partial or cut source lowers integrity, a source that is missing lowers coverage, never below the floors. */
    partialSource: 0.9,
    missingSource: 0.8,
    capFloor: 0.3,
  },
} as const;

/** SHA-256 of the configuration's canonical JSON. */
export const configHash = sha256Hex(canonicalJson(ANALYZER_CONFIG));
