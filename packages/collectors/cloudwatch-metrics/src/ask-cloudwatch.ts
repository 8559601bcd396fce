import type { ReasonV1 } from '@opsrunbook/contracts';
import { assertNever, type Clock } from '@opsrunbook/core';
import type { BudgetMeter } from '@opsrunbook/evidence';
import { type SourceFault, sourceFault } from './source-fault.ts';

/** The permission this collector needs, as IAM spells it. */
export const PERMISSION = 'cloudwatch:GetMetricData';

/** What CloudWatch answered, or why it did not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: ReasonV1 };

/**
 * Waits between tries at a call that was throttled or failed inside AWS: 0.2 + 0.4 + 0.8 + 1.6 + 3.2 = 6.2 s at most. Each try
 * already holds the SDK's own retries with jitter, and one collector calls one after the other, so none is added here.
 */
const WAITS_MS = [200, 400, 800, 1_600, 3_200] as const;

interface Asking {
  readonly clock: Clock;
  readonly budget: BudgetMeter;
}

/** Makes one call, again while it helps and time is left. The call is aborted when the budget's time is up. */
export const askCloudWatch = async <T>(
  { clock, budget }: Asking,
  ask: (abortSignal: AbortSignal) => Promise<T>,
): Promise<Answer<T>> => {
  for (let tries = 0; ; tries += 1) {
    if (budget.outOfTime(PERMISSION)) return { ok: false, reason: OUT_OF_TIME };
    budget.called();
    try {
      return { ok: true, value: await ask(AbortSignal.timeout(Math.ceil(budget.remainingMs()))) };
    } catch (error) {
      const fault = sourceFault(error);
      if (fault === undefined) throw error;
      const waitMs = WAITS_MS[tries];
      if (!fault.passing || waitMs === undefined || waitMs >= budget.remainingMs()) {
        return { ok: false, reason: reasonOf(fault) };
      }
      await clock.sleep(waitMs);
    }
  }
};

const reason = (code: ReasonV1['code'], message: string, fix: string): ReasonV1 => ({
  code,
  subject: PERMISSION,
  message: message.slice(0, 1000),
  fix,
});

const OUT_OF_TIME = reason(
  'timeout',
  'the time budget ended before every metric was read',
  'raise budget.seconds of cloudwatch-metrics in config/collectors.json, or hint fewer metrics',
);

/** A fault of CloudWatch in the words of the evidence, with what an operator can do. */
export const reasonOf = ({ code, name, message }: SourceFault): ReasonV1 => {
  switch (code) {
    case 'throttled':
      return reason(
        code,
        `CloudWatch kept throttling (${name})`,
        'collect again later, or raise the GetMetricData quota',
      );
    case 'access_denied':
      return reason(
        code,
        `CloudWatch refused the call (${name})`,
        `allow ${PERMISSION} on * to the role of this collector`,
      );
    case 'timeout':
      return reason(code, `CloudWatch did not answer in time (${name})`, 'collect again, or raise budget.seconds');
    case 'invalid_request':
      return reason(code, `CloudWatch refused a metric: ${message}`, 'correct the hinted metric');
    case 'collector_failed':
      return reason(code, `CloudWatch failed (${name}: ${message})`, 'collect again; see the AWS health dashboard');
    default:
      return assertNever(code);
  }
};
