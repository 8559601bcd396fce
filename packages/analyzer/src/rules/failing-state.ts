import type { FailedExecutionV1, StepFunctionsEvidenceV1 } from '@opsrunbook/contracts';
import { canonicalJson, isJsonObject } from '@opsrunbook/core';
import { quoted } from '../claim-text.ts';
import { nameOfArn } from '../entity-name.ts';
import type { Investigation, Source } from '../evidence-bundle.ts';
import { command, executionCommand } from '../investigation-commands.ts';
import type { Citation, Draft } from '../statement.ts';

/** Errors that Step Functions raises over the definition or its data: the machine itself is at fault, not what it calls. */
const DEFINITION_ERRORS =
  /^States\.(Runtime|DataLimitExceeded|ParameterPathFailure|ResultPathMatchFailure|NoChoiceMatched|IntrinsicFailure|QueryEvaluationError|ItemReaderFailed|ExceedToleratedFailureThreshold)$/;

/** A failure newly seen is told apart from one that the machine always has at this ratio of the baseline's rate. */
const USUAL_RATIO = 2;

/** Says which state failed, in which machine, with what error and cause: one statement per machine, state and error. */
export const failingState = ({ source, window, baseline }: Investigation): readonly Draft[] => {
  const steps = source('step-functions');
  if (steps === undefined) return [];
  const { executions, counts } = steps.evidence.data;
  const groups = Map.groupBy(executions.entries(), ([, execution]) => groupKey(execution));
  const baselineShare = (baseline.endMs - baseline.startMs) / Math.max(1, window.endMs - window.startMs);
  return [...groups.values()].flatMap((group) => draftOf(steps, group, usualCount(counts, group, baselineShare)));
};

type Entry = readonly [number, FailedExecutionV1];

const groupKey = ({ state_machine_arn, failing_state, error, status }: FailedExecutionV1): string =>
  canonicalJson([state_machine_arn, failing_state, error ?? status]);

interface Usual {
  /** True when the machine failed about as often, per time, in the baseline. */
  readonly isUsual: boolean;
  readonly index: number;
}

const usualCount = (
  counts: StepFunctionsEvidenceV1['counts'],
  group: readonly Entry[],
  baselineShare: number,
): Usual | undefined => {
  const index = counts.findIndex(
    ({ state_machine_arn, status }) =>
      state_machine_arn === group[0]?.[1].state_machine_arn && status === group[0]?.[1].status,
  );
  const count = counts[index];
  if (count === undefined || count.baseline === 0) return undefined;
  return { isUsual: count.window * baselineShare <= count.baseline * USUAL_RATIO, index };
};

const draftOf = (
  steps: Source<'step-functions'>,
  group: readonly Entry[],
  usual: Usual | undefined,
): readonly Draft[] => {
  const first = group[0];
  if (first === undefined || first[1].status === 'SUCCEEDED' || first[1].status === 'RUNNING') return [];
  const execution = first[1];
  const machine = nameOfArn(execution.state_machine_arn);
  const error = execution.error ?? execution.status;
  const times = group.flatMap(([, { failed_ms, stopped_ms }]) => failed_ms ?? stopped_ms ?? []);
  const isKnown = execution.failing_state !== null && execution.error !== null && execution.history_complete;
  const certainty = isKnown ? 0.95 : 0.75;
  const citation = ([index]: Entry): Citation => ({ source: steps, pointer: `/data/executions/${index}` });
  return [
    {
      rule: 'failing-state',
      entity: blamedEntity(execution, machine),
      fact: canonicalJson([machine, execution.failing_state, error]),
      role: 'failure',
      claim: claimOf(execution, { machine, error, count: group.length }),
      onsetMs: times.length === 0 ? null : Math.min(...times),
      confidence: usual?.isUsual === true ? certainty / 2 : certainty,
      blame: usual?.isUsual === true ? 0.3 : isKnown ? 0.93 : 0.6,
      verdict: usual?.isUsual === true ? 'inconclusive' : isKnown ? 'supported' : 'likely',
      supporting: [citation(first), ...group.slice(1, 4).map(citation)],
      contradicting: usual?.isUsual === true ? [{ source: steps, pointer: `/data/counts/${usual.index}` }] : [],
      action: command(
        `Read how ${machine} failed`,
        executionCommand(execution.execution_arn),
        'the newest events show the failing state’s input and the whole cause',
      ),
    },
  ];
};

const blamedEntity = ({ failing_resource, failing_state, error }: FailedExecutionV1, machine: string): string => {
  if (failing_state === null || DEFINITION_ERRORS.test(error ?? '')) return machine;
  return failing_resource === null ? machine : nameOfArn(failing_resource);
};

const claimOf = (
  execution: FailedExecutionV1,
  { machine, error, count }: { readonly machine: string; readonly error: string; readonly count: number },
): string => {
  const where =
    execution.failing_state === null ? 'before any state failed' : `in state ${quoted(execution.failing_state, 60)}`;
  const often = count === 1 ? 'An execution' : `${count} executions`;
  const retried = execution.retries === 0 ? '' : `, after ${execution.retries} retries`;
  const cause = causeText(execution);
  return `${often} of ${machine} failed ${where} with ${quoted(error, 60)}${retried}${cause === '' ? '' : `: ${quoted(cause)}`}`;
};

/** What went wrong in the words of the code that failed: Lambda writes them as errorMessage of a JSON cause. */
const causeText = ({ cause, cause_json }: FailedExecutionV1): string => {
  const message = isJsonObject(cause_json)
    ? (cause_json.errorMessage ?? cause_json.Cause ?? cause_json.message)
    : undefined;
  return typeof message === 'string' ? message : (cause ?? '');
};
