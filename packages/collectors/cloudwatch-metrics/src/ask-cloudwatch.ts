import type { ReasonV1 } from '@opsrunbook/contracts';
import { faultReason, type SourceFault, type SourceWords } from '@opsrunbook/evidence';

/** The permission this collector needs, as IAM spells it. */
export const PERMISSION = 'cloudwatch:GetMetricData';

/** CloudWatch metrics in the words of reasons. */
export const CLOUDWATCH: SourceWords = {
  service: 'CloudWatch',
  collector: 'cloudwatch-metrics',
  fixes: {
    throttled: 'collect again later, or raise the GetMetricData quota',
    timeout: 'raise budget.seconds of cloudwatch-metrics in config/collectors.json, or hint fewer metrics',
    invalid_request: 'correct the hinted metric',
  },
};

/** The one question this collector asks. */
export const QUESTION = { subject: PERMISSION, permission: PERMISSION, on: '*' } as const;

/** A fault of CloudWatch in the words of the evidence, with what an operator can do. */
export const reasonOf = (fault: SourceFault): ReasonV1 => faultReason(fault, QUESTION, CLOUDWATCH);
