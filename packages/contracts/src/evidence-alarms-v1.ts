import * as z from 'zod';

/** CloudWatch's alarm states. */
export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export const AlarmState = z.enum(ALARM_STATES);
export type AlarmState = z.infer<typeof AlarmState>;

/** An alarm and how its state changed in baseline and window, oldest first. Math, log and composite alarms name no metric. */
export const AlarmV1 = z.strictObject({
  name: z.string(),
  kind: z.enum(['metric', 'composite', 'log']),
  namespace: z.string().nullable(),
  metric: z.string().nullable(),
  dimensions: z.record(z.string(), z.string()),
  transitions: z.array(z.strictObject({ at_ms: z.int(), from: AlarmState, to: AlarmState, reason: z.string() })),
  /** What of the scope it watches, like `lambda checkout-api` or `log-group /aws/lambda/pay`; absent when nobody looked. */
  watches: z.array(z.string()).optional(),
  /** Whether it was in ALARM at any moment of the window; null when that cannot be told, absent when nobody looked. */
  in_alarm: z.boolean().nullable().optional(),
});
export type AlarmV1 = z.infer<typeof AlarmV1>;

/** Evidence of *alarms*: ordered by name. */
export const AlarmsEvidenceV1 = z.strictObject({ alarms: z.array(AlarmV1) });
export type AlarmsEvidenceV1 = z.infer<typeof AlarmsEvidenceV1>;
