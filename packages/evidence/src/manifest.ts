import {
  COLLECTOR_NAMES,
  type CollectFailureV1,
  type CollectorName,
  type EvidenceV1,
  type ManifestEntryV1,
  type ManifestV1,
  type ObjectRefV1,
  type ReasonV1,
  type RunRequestV1,
} from '@opsrunbook/contracts';

/** One collector's part of a run as the seal finds it: the object it stored, or how it failed. */
export type CollectedPart =
  | { readonly collector: CollectorName; readonly object: ObjectRefV1; readonly evidence: EvidenceV1 }
  | { readonly collector: CollectorName; readonly failure: CollectFailureV1['error'] };

/** The manifest of a run: one entry per collector that was asked, in the collectors' fixed order, gaps included. */
export const buildManifest = (
  request: RunRequestV1,
  requestObject: ObjectRefV1,
  parts: readonly CollectedPart[],
): ManifestV1 => {
  const byCollector = new Map(parts.map((part) => [part.collector, part]));
  const asked = COLLECTOR_NAMES.filter((name) => request.collectors.includes(name));
  return {
    schema_version: '1',
    incident_id: request.incident_id,
    run_id: request.run_id,
    started_at: request.started_at,
    window: request.window,
    baseline: request.baseline,
    request: requestObject,
    entries: asked.map((name) => manifestEntry(name, byCollector.get(name))),
  };
};

/** How many citable items an evidence object holds: log rows, metric series, failed executions, nodes and edges, and so on. */
export const rowCount = (evidence: EvidenceV1): number => {
  switch (evidence.collector) {
    case 'cloudwatch-logs':
      return evidence.data.rows.length;
    case 'cloudwatch-metrics':
      return evidence.data.series.length;
    case 'step-functions':
      return evidence.data.executions.length;
    case 'service-graph':
      return evidence.data.nodes.length + evidence.data.edges.length;
    case 'traces':
      return evidence.data.segments.length;
    case 'alarms':
      return evidence.data.alarms.length;
    case 'changes':
      return evidence.data.changes.length;
  }
};

const manifestEntry = (collector: CollectorName, part: CollectedPart | undefined): ManifestEntryV1 => {
  if (part !== undefined && 'evidence' in part) {
    const { evidence, object } = part;
    const { status, reasons, redactions } = evidence;
    return { collector, status, evidence: object, rows: rowCount(evidence), reasons, redactions };
  }
  const reason = failureReason(collector, part?.failure ?? 'NoResult');
  return { collector, status: 'gap', rows: 0, reasons: [reason], redactions: {} };
};

const failureReason = (collector: CollectorName, error: string): ReasonV1 => {
  if (error === 'RedactionFailed') {
    return {
      code: 'redaction_failed',
      subject: collector,
      message: 'what was collected could not be redacted and was not stored',
      fix: 'read the function’s log for the error and report it; nothing unredacted was kept',
    };
  }
  const timedOut = error === 'States.Timeout' || error === 'Sandbox.Timedout';
  return {
    code: timedOut ? 'timeout' : 'collector_failed',
    subject: collector,
    message: `the collector ${timedOut ? 'did not answer in time' : 'failed'} (${error.slice(0, 100)})`,
    fix: `read the log of the ${collector} function, then collect again with POST /v1/incidents/{id}/runs`,
  };
};
