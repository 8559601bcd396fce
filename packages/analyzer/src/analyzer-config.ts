import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import calibration from './calibration.json' with { type: 'json' };

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
    /** A step of latency is at least this, in milliseconds. */
    smallestMs: 5,
    /** A count below this in the whole window is not a step. */
    minCount: 3,
  },
  shift: {
    /** Baseline periods below which a spread cannot be told. */
    minPeriods: 5,
    /** What is compared: the median, and the upper quartile for trouble that comes and goes. */
    quantiles: [0.5, 0.75],
    /** Shifts of this many deviations count by half. */
    dampingSigmas: 3,
    /** Less blame than this is not worth a statement. */
    minBlame: 0.1,
    /** Log ratio at which a shift counts by half: about half more than usual. */
    halfRatio: 0.4,
    /** What a shift of each kind says of its own entity: a resource is its own, slowness and failures may be a callee's. */
    weights: { saturation: 1, latency: 0.7, failure: 0.7, availability: 0.7, backlog: 0.5, volume: 0.1, other: 0.1 },
  },
  flow: {
    /** Mean latencies wobble by a few percent between periods in any service. */
    noiseFloor: 0.05,
    /** Standard deviation of one request's latency as a multiple of its mean: 1 is exponential service. */
    requestSpread: 1,
    /** Moves of this many deviations count by half, larger ones nearly in full. */
    dampingSigmas: 3,
    /** The alerting entity's own move counts by half at this many deviations. */
    rootSigmas: 2,
    /** Requests a period is taken to have when nothing counts them. */
    assumedRequests: 500,
    /** An endpoint known only from its callers' view is less likely the place than an instrumented one that moved alike. */
    viewWeight: 0.7,
    /** An entity's own move speaks against it by half at this many deviations. */
    movedSigmas: 4,
    /** Its excess matters by half at this share of what the alerting entity's requests usually take. */
    halfMateriality: 0.1,
    /** What is left of the blame of the alerting entity while the call graph may lack calls. */
    leftOverWeight: 0.15,
    /** What is left of any blame while nothing tells three requests from three thousand. */
    uncountedWeight: 0.5,
    /** What is left of the blame of an endpoint that only its callers tell of: the trouble may lie behind it. */
    viewBlame: 0.5,
    /** Less blame than this is not worth a statement. */
    minBlame: 0.02,
    /** Who moved this far but holds less than this share of it as its own passes it on. */
    relaySigmas: 3,
    relayShare: 0.5,
    maxRelays: 3,
    /** An entity may show this many times the alerting entity's excess: it may be called by others, or several times a request. */
    fitFactor: 3,
  },
  changes: {
    maxChanges: 5,
    /** What a change right before the trouble says against what it changed, halved with every half hour. */
    maxBlame: 0.5,
    halfLifeMs: 1_800_000,
  },
  callers: {
    /** What is left of a caller's blame when a callee fails too and no later, within a metric period. */
    explainedShare: 0.4,
    sameMomentMs: 60_000,
  },
  traces: {
    /** Operations with fewer visits on either side tell nothing. */
    minVisits: 3,
    /** A behaviour changed when its share moved by this many deviations and this much. */
    minSigmas: 2,
    minChange: 0.15,
    /** Trouble that the baseline does not have at all needs less. */
    minNewSigmas: 1.3,
    minNewChange: 0.08,
    /** Something is usual, so that its absence is noticed, when at least this share of visits did it. */
    usualShare: 0.9,
    /** Time counts when its median moved by this many deviations of a median, this share of the level and this much. */
    timeSigmas: 3,
    timeFloorShare: 0.2,
    timeFloorMs: 1,
    /** Share of the usual time of all requests at which an excess counts by half; how many unexplained visits do. */
    halfTimeShare: 0.1,
    halfVisits: 4,
    /** A gap between two services is charged to the callee in full, to the caller a little less: one of both must lead. */
    outboundWeight: 0.9,
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
    /** A source that was read and had nothing to read is no blind spot, but no witness either. */
    emptySource: 0.95,
    capFloor: 0.3,
  },
} as const;

/** SHA-256 of the canonical JSON of configuration and calibration. */
export const configHash = sha256Hex(canonicalJson({ config: ANALYZER_CONFIG, calibration }));
