import * as z from 'zod';

/** An incident: when it was reported (UTC, to the second) and ten hex digits; sorts by age, fits a branch name. */
export const IncidentId = z
  .string()
  .regex(/^inc-\d{8}t\d{6}-[0-9a-f]{10}$/, 'expected an incident id like inc-20260303t120000-0123456789');
export type IncidentId = z.infer<typeof IncidentId>;

/** A run, and the name of its Step Functions execution: when it was asked for (UTC, to the millisecond) and eight hex digits. */
export const RunId = z
  .string()
  .regex(/^run-\d{8}t\d{9}-[0-9a-f]{8}$/, 'expected a run id like run-20260303t120000000-01234567');
export type RunId = z.infer<typeof RunId>;

/** SHA-256 in lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
export type Sha256 = z.infer<typeof Sha256>;

/** Digits of a moment without separators: 20260303t120000 or, with milliseconds, 20260303t120000000. */
const compactTime = (at: Date): string =>
  at
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .toLowerCase();

/** The id of an incident reported at `at`; `entropy` is ten hex digits. */
export const incidentIdFor = (at: Date, entropy: string): IncidentId =>
  `inc-${compactTime(at).slice(0, 15)}-${entropy}`;

/** The id of a run asked for at `at`; `entropy` is eight hex digits. */
export const runIdFor = (at: Date, entropy: string): RunId => `run-${compactTime(at)}-${entropy}`;
