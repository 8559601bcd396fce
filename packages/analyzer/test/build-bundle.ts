import type {
  CollectorName,
  EvidenceDataOf,
  EvidenceV1,
  FailedExecutionV1,
  LogRowV1,
  ManifestV1,
  MetricSeriesV1,
  RunRequestV1,
} from '@opsrunbook/contracts';
import { EvidenceV1 as EvidenceSchema, objectKeys, RunRequestV1 as RequestSchema } from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue, sha256Hex } from '@opsrunbook/core';
import { buildManifest, type CollectedPart } from '@opsrunbook/evidence';
import { type Investigation, investigationOf } from '../src/evidence-bundle.ts';
import type { EvidenceBundle } from '../src/index.ts';

/** Start of the window of every built bundle; the baseline is the hour before, the window half an hour. */
export const WINDOW_START_MS = Date.parse('2026-03-03T12:00:00.000Z');
export const MINUTE_MS = 60_000;

const window = { start: '2026-03-03T12:00:00.000Z', end: '2026-03-03T12:30:00.000Z' };
const baseline = { start: '2026-03-03T11:00:00.000Z', end: '2026-03-03T12:00:00.000Z' };
const ids = { incident_id: 'inc-20260303t122000-0123456789', run_id: 'run-20260303t122001000-01234567' };

/** A valid request; `overrides` replace its members. */
export const buildRequest = (overrides: Partial<RunRequestV1> = {}): RunRequestV1 =>
  RequestSchema.parse({
    schema_version: '1',
    ...ids,
    started_at: '2026-03-03T12:20:01.000Z',
    service: 'checkout',
    environment: 'prod',
    title: 'Checkout fails',
    severity: 'high',
    window,
    baseline,
    scope: {
      log_groups: ['/aws/lambda/checkout'],
      metrics: [],
      state_machine_arns: [],
      execution_arns: [],
      trace_ids: [],
      resource_arns: [],
      resources: [],
    },
    owners: ['team-checkout'],
    repository: 'acme/checkout',
    catalogued: true,
    collectors: ['cloudwatch-logs', 'cloudwatch-metrics', 'step-functions'],
    ...overrides,
  });

/** Sealed evidence of one collector; a status other than ok comes with what it needs. */
export const buildEvidence = <Name extends CollectorName>(
  collector: Name,
  data: EvidenceDataOf<Name>,
  overrides: Partial<Pick<EvidenceV1, 'status' | 'reasons' | 'cut'>> = {},
): EvidenceV1 =>
  EvidenceSchema.parse({
    schema_version: '1',
    ...ids,
    collector,
    window,
    baseline,
    status: 'ok',
    reasons: [],
    cut: [],
    spent: { api_calls: 1, scanned_bytes: 0 },
    redactions: {},
    ...overrides,
    data,
  });

const objectOf = (key: string, value: JsonValue) => {
  const text = canonicalJson(value);
  return { key, sha256: sha256Hex(text), bytes: Buffer.byteLength(text) };
};

/** The bundle the pipeline would make of these evidence objects; collectors that are asked and left none failed. */
export const buildBundle = (evidence: readonly EvidenceV1[], request = buildRequest()): EvidenceBundle => {
  const objects = evidence.map((one) => ({
    object: objectOf(objectKeys.evidence(ids, one.collector), one),
    evidence: one,
  }));
  const parts = request.collectors.map((collector): CollectedPart => {
    const found = objects.find((one) => one.evidence.collector === collector);
    return found ? { collector, ...found } : { collector, failure: 'States.Timeout' };
  });
  const manifest: ManifestV1 = buildManifest(request, objectOf(objectKeys.request(ids), request), parts);
  return { request, manifest, manifestSha256: sha256Hex(canonicalJson(manifest)), objects };
};

/** A log row `minute` minutes after the start of the window; negative minutes are the baseline's. */
export const logRow = (minute: number, message: string, group = '/aws/lambda/checkout'): LogRowV1 => ({
  at_ms: WINDOW_START_MS + minute * MINUTE_MS,
  period: minute < 0 ? 'baseline' : 'window',
  group,
  stream: 's',
  message,
});

/** Evidence of cloudwatch-logs in the contract's order. */
export const logsEvidence = (rows: readonly LogRowV1[], overrides = {}): EvidenceV1 =>
  buildEvidence(
    'cloudwatch-logs',
    {
      bin_seconds: 60,
      groups: [...new Set(rows.map(({ group }) => group))].sort(),
      bins: [],
      rows: rows.toSorted((a, b) => a.at_ms - b.at_ms),
    },
    overrides,
  );

/** A one-minute series over baseline and window: 60 baseline values made by `usual`, then `values`. */
export const series = (
  metric: string,
  values: readonly number[],
  {
    usual = () => 100,
    entity = 'checkout',
    ...overrides
  }: Partial<MetricSeriesV1> & {
    readonly usual?: (minute: number) => number;
    readonly entity?: string;
  } = {},
): MetricSeriesV1 => {
  const all = [...Array.from({ length: 60 }, (_, minute) => usual(minute)), ...values];
  return {
    namespace: 'AWS/Lambda',
    metric,
    dimensions: { FunctionName: entity },
    statistic: 'Average',
    period_seconds: 60,
    times_ms: all.map((_, index) => WINDOW_START_MS + (index - 60) * MINUTE_MS),
    values: all,
    complete: true,
    ...overrides,
  };
};

/** Evidence of cloudwatch-metrics. */
export const metricsEvidence = (all: readonly MetricSeriesV1[], overrides = {}): EvidenceV1 =>
  buildEvidence('cloudwatch-metrics', { series: [...all] }, overrides);

/** A failed execution of the machine `orders`, in state Charge, calling function `charge`. */
export const failedExecution = (overrides: Partial<FailedExecutionV1> = {}): FailedExecutionV1 => ({
  execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:orders:one',
  state_machine_arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:orders',
  status: 'FAILED',
  started_ms: WINDOW_START_MS,
  stopped_ms: WINDOW_START_MS + 5_000,
  redrive_count: 0,
  failing_state: 'Charge',
  failing_resource: 'arn:aws:lambda:eu-west-1:123456789012:function:charge:live',
  failed_ms: WINDOW_START_MS + 4_000,
  error: 'CardDeclined',
  cause: '{"errorMessage":"card declined by issuer","errorType":"CardDeclined"}',
  cause_json: { errorMessage: 'card declined by issuer', errorType: 'CardDeclined' },
  retries: 2,
  earlier_errors: [],
  input_shape: { order_id: 'string' },
  history_complete: true,
  ...overrides,
});

/** Evidence of step-functions. */
export const stepFunctionsEvidence = (
  executions: readonly FailedExecutionV1[],
  counts: EvidenceDataOf<'step-functions'>['counts'] = [],
): EvidenceV1 => buildEvidence('step-functions', { counts, executions: [...executions] });

/** Evidence of service-graph with edges only, as caller and callee. */
export const graphEvidence = (
  edges: readonly (readonly [caller: string, callee: string])[],
  mayBeIncomplete = false,
): EvidenceV1 => {
  const ids = [...new Set(edges.flat())].sort();
  return buildEvidence('service-graph', {
    nodes: ids.map((id) => ({ id, name: id, type: null, window: null, baseline: null })),
    edges: edges.map(([caller, callee]) => ({ caller, callee, window: null, baseline: null })),
    may_be_incomplete: mayBeIncomplete,
  });
};

/** An alarm on a metric of an entity that fired a minute into the window. */
export const alarmsEvidence = (metric: string, entity: string): EvidenceV1 =>
  buildEvidence('alarms', {
    alarms: [
      {
        name: `${entity} ${metric}`,
        kind: 'metric',
        namespace: 'AWS/Lambda',
        metric,
        dimensions: { FunctionName: entity },
        transitions: [{ at_ms: WINDOW_START_MS + MINUTE_MS, from: 'OK', to: 'ALARM', reason: 'Threshold Crossed' }],
      },
    ],
  });

/** A change of a resource `minute` minutes after the start of the window. */
export const changesEvidence = (resource: string, minute: number, error: string | null = null): EvidenceV1 =>
  buildEvidence('changes', {
    changes: [
      {
        at_ms: WINDOW_START_MS + minute * MINUTE_MS,
        source: 'cloudtrail',
        action: 'UpdateFunctionCode',
        resource,
        actor: 'deployer',
        detail: null,
        error,
      },
    ],
  });

/** Segments of one trace: `[service, parent index or null, start ms, end ms]` after `minute` minutes of the window; negative is baseline. */
export const traceSegments = (
  id: number,
  minute: number,
  spans: readonly (readonly [service: string, parent: number | null, start: number, end: number])[],
): EvidenceDataOf<'traces'>['segments'] =>
  spans.map(([service, parent, start, end], index) => ({
    trace_id: traceId(id),
    segment_id: segmentId(id, index),
    parent_id: parent === null ? null : segmentId(id, parent),
    period: minute < 0 ? 'baseline' : 'window',
    service,
    operation: 'handle',
    start_ms: WINDOW_START_MS + minute * MINUTE_MS + start,
    end_ms: WINDOW_START_MS + minute * MINUTE_MS + end,
    error: false,
    fault: false,
    throttle: false,
    exceptions: [],
  }));

export const traceId = (id: number): string => `1-00000000-${String(id).padStart(24, '0')}`;
export const segmentId = (id: number, index: number): string =>
  `${String(id).padStart(14, '0')}${String(index).padStart(2, '0')}`;

/** Evidence of traces. */
export const tracesEvidence = (segments: EvidenceDataOf<'traces'>['segments']): EvidenceV1 =>
  buildEvidence('traces', { segments });

/** The investigation of these evidence objects, every one of them asked for. */
export const investigate = (evidence: readonly EvidenceV1[]): Investigation => investigationOf(bundleOf(evidence));

/** A bundle that asked for exactly these collectors. */
export const bundleOf = (evidence: readonly EvidenceV1[]): EvidenceBundle =>
  buildBundle(evidence, buildRequest({ collectors: evidence.map(({ collector }) => collector) }));
