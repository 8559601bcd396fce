import type { CollectorName, ReasonV1 } from '@opsrunbook/contracts';
import type { Health } from '../collector.ts';
import { OUT_OF_TIME } from './call-source.ts';
import { type FaultCode, type SourceFault, sourceFault } from './source-fault.ts';

/** A source in the words of reasons: who it is, which collector reads it, and the fixes only that collector knows. */
export interface SourceWords {
  /** As operators call it, like Step Functions. */
  readonly service: string;
  readonly collector: CollectorName;
  readonly fixes?: Readonly<Partial<Record<FaultCode, string>>>;
  readonly messages?: Readonly<Partial<Record<FaultCode, string>>>;
}

/** One call: what it is about, the permission it needs as IAM spells it, and on what. */
export interface Question {
  readonly subject: string;
  readonly permission: string;
  readonly on: string;
}

/** A fault of a source in the words of the evidence, with what an operator can do. */
export const faultReason = (fault: SourceFault, question: Question, words: SourceWords): ReasonV1 => ({
  code: fault.code,
  subject: question.subject.slice(0, 2048),
  message: (words.messages?.[fault.code] ?? messageOf(fault, question, words)).slice(0, 1000),
  fix: (words.fixes?.[fault.code] ?? fixOf(fault, question, words)).slice(0, 1000),
});

const messageOf = ({ code, name, message }: SourceFault, { permission }: Question, { service }: SourceWords) => {
  switch (code) {
    case 'throttled':
      return `${service} kept throttling ${permission} (${name})`;
    case 'access_denied':
      return `${service} refused ${permission} (${name})`;
    case 'not_found':
      return `${service} does not know it (${name})`;
    case 'unsupported':
      return `${service} does not support ${permission} for it (${name})`;
    case 'timeout':
      return name === OUT_OF_TIME ? message : `${service} did not answer ${permission} in time (${name})`;
    case 'invalid_request':
      return `${service} refused the request as invalid: ${message}`;
    case 'collector_failed':
      return `${service} failed at ${permission} (${name}: ${message})`;
  }
};

const fixOf = ({ code }: SourceFault, { permission, on }: Question, { service, collector }: SourceWords): string => {
  switch (code) {
    case 'throttled':
      return 'collect again later with POST /v1/incidents/{id}/runs';
    case 'access_denied':
      return `allow ${permission} on ${on} to the role of this collector`;
    case 'not_found':
      return 'check name, account and region in config/services.json and the hints';
    case 'unsupported':
      return `leave it out of the hints; ${service} cannot tell of it`;
    case 'timeout':
      return `collect again, or raise budget.seconds of ${collector} in config/collectors.json`;
    case 'invalid_request':
      return `correct the hint; when there is none, report this: the ${collector} collector asked wrongly`;
    case 'collector_failed':
      return `collect again with POST /v1/incidents/{id}/runs; when it stays, see the AWS Health Dashboard for ${service}`;
  }
};

interface HealthQuestion {
  /** One cheap read. */
  readonly ask: () => Promise<unknown>;
  readonly reasonFor: (fault: SourceFault) => ReasonV1;
  /** Faults that prove that the source is reached and lets us read. */
  readonly provesHealth?: readonly FaultCode[];
}

/** Whether one cheap read works; a bug of ours is thrown. */
export const healthOf = async ({ ask, reasonFor, provesHealth = [] }: HealthQuestion): Promise<Health> => {
  try {
    await ask();
    return { ok: true };
  } catch (error) {
    const fault = sourceFault(error);
    if (fault === undefined) throw error;
    return provesHealth.includes(fault.code) ? { ok: true } : { ok: false, reason: reasonFor(fault) };
  }
};
