import type { Trace } from '@aws-sdk/client-xray';
import type { TraceExceptionV1, TraceSegmentV1 } from '@opsrunbook/contracts';
import { type DocumentException, parseDocument, SegmentDocument } from './segment-document.ts';

/** The segments of one trace, and how many could not be read. */
export interface ReadTrace {
  readonly segments: readonly TraceSegmentV1[];
  readonly unreadable: number;
}

/** Enough to see where a failure came from; X-Ray itself keeps 64 KB a document. */
const LIMITS = { exceptions: 10, frames: 50, text: 2_000 } as const;

/**
 * Every segment and subsegment of a trace, each once, ordered by start and id. A trace belongs to the baseline when its first
 * segment began before the window.
 */
export const segmentsOf = ({ Id: traceId = '', Segments = [] }: Trace, windowStartMs: number): ReadTrace => {
  const read = new Map<string, Omit<TraceSegmentV1, 'period'>>();
  let unreadable = 0;
  for (const { Document } of Segments) {
    const document = parseDocument(Document);
    if (document === undefined) unreadable += 1;
    else unreadable += readTree(document, traceId, read);
  }
  const all = [...read.values()].sort(byStart);
  const period = (all[0]?.start_ms ?? windowStartMs) < windowStartMs ? ('baseline' as const) : ('window' as const);
  return { segments: all.map((segment) => ({ ...segment, period })), unreadable };
};

interface Place {
  readonly document: SegmentDocument;
  readonly parentId: string | null;
  /** The service whose segment it is part of. */
  readonly service: string;
}

/** Adds a document and all below it; gives how many of these could not be read. */
const readTree = (
  root: SegmentDocument,
  traceId: string,
  read: Map<string, Omit<TraceSegmentV1, 'period'>>,
): number => {
  const open: Place[] = [{ document: root, parentId: root.parent_id ?? null, service: root.name }];
  let unreadable = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { document, service } = place;
    read.set(document.id, segmentOf(place, traceId));
    for (const below of document.subsegments ?? []) {
      const parsed = SegmentDocument.safeParse(below);
      if (parsed.success) open.push({ document: parsed.data, parentId: document.id, service });
      else unreadable += 1;
    }
  }
  return unreadable;
};

const segmentOf = ({ document, parentId, service }: Place, traceId: string): Omit<TraceSegmentV1, 'period'> => {
  const status = document.http?.response?.status;
  return {
    trace_id: traceId,
    segment_id: document.id,
    parent_id: parentId,
    service,
    operation: operationOf(document),
    start_ms: milliseconds(document.start_time),
    // One in progress has taken no time that is known.
    end_ms: milliseconds(document.end_time ?? document.start_time),
    error: document.error,
    fault: document.fault,
    throttle: document.throttle,
    ...(status !== undefined && Number.isInteger(status) && { http_status: status }),
    exceptions: exceptionsOf(document),
  };
};

/** What was done: an AWS operation on a resource, a request without its query string, or whatever its author called it. */
const operationOf = ({ name, aws, http }: SegmentDocument): string => {
  if (aws?.operation !== undefined) return `${name} ${aws.operation}`.slice(0, LIMITS.text);
  const { method = '', url } = http?.request ?? {};
  if (url === undefined) return name.slice(0, LIMITS.text);
  const [path = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/);
  return `${method} ${path === '' ? '/' : path}`.trim().slice(0, LIMITS.text);
};

/** X-Ray's seconds with fractions; rounded to microseconds, which is all it keeps. */
const milliseconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e3;

/** A cause that is only an id names an exception that stands at the segment it was thrown in. */
const exceptionsOf = ({ cause }: SegmentDocument): TraceExceptionV1[] =>
  typeof cause === 'object' && cause !== null
    ? (cause.exceptions ?? []).slice(0, LIMITS.exceptions).map(exceptionOf)
    : [];

const exceptionOf = ({ type = '', message, stack }: DocumentException): TraceExceptionV1 => ({
  type: type.slice(0, LIMITS.text),
  message: (message ?? '').slice(0, LIMITS.text),
  frames: (stack ?? []).slice(0, LIMITS.frames).map(({ label = '', path = '', line }) => {
    const place = line === undefined ? path : `${path}:${line}`;
    return (label === '' ? place : `${label} (${place})`).slice(0, LIMITS.text);
  }),
});

/** Orders segments by start and id. */
export const byStart = (
  a: Pick<TraceSegmentV1, 'start_ms' | 'segment_id'>,
  b: Pick<TraceSegmentV1, 'start_ms' | 'segment_id'>,
): number => a.start_ms - b.start_ms || (a.segment_id < b.segment_id ? -1 : 1);
