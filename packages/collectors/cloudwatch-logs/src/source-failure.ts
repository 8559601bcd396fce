import type { ReasonV1 } from '@opsrunbook/contracts';
import { faultReason, type SourceFault, type SourceWords } from '@opsrunbook/evidence';

const LOGS: SourceWords = {
  service: 'CloudWatch Logs',
  collector: 'cloudwatch-logs',
  fixes: {
    throttled:
      'collect again when fewer Logs Insights queries run (100 at once per account and region, dashboards included)',
    invalid_request: 'report this: CloudWatch Logs refused a query of the cloudwatch-logs collector as invalid',
  },
};

/** A call that failed, and what it was for. */
interface FailedCall {
  readonly failure: SourceFault;
  readonly action: string;
  /** The log group or the query the failure is about. */
  readonly subject: string;
  /** The log groups the call named. */
  readonly groups: readonly string[];
}

/** The reason of a gap in the evidence, with the permission to grant or the name to correct. */
export const reasonOf = ({ failure, action, subject, groups }: FailedCall): ReasonV1 =>
  faultReason(
    failure,
    { subject, permission: `logs:${action}`, on: grantOf(action, groups) },
    { ...LOGS, fixes: { ...LOGS.fixes, not_found: NAME_FIX + groups.join(', ') } },
  );

const NAME_FIX = 'correct the log group’s name in config/services.json or hints.log_groups, or its region: ';

/** StartQuery is the only action of the four that is granted on log groups. */
const grantOf = (action: string, groups: readonly string[]): string =>
  action === 'StartQuery' ? groups.map((group) => `arn:aws:logs:*:*:log-group:${group}:*`).join(', ') : '*';
