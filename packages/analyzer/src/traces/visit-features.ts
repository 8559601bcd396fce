import type { LogRowV1, TraceSegmentV1 } from '@opsrunbook/contracts';
import { entityOfLogGroup } from '../entity-name.ts';
import { mineTemplates } from '../templates/mine-templates.ts';
import { tellsTrouble } from './trouble-words.ts';
import type { Visit } from './visits.ts';

/** Something a visit did: wrote a log statement, ran an operation, called a service, failed. */
export interface Feature {
  readonly text: string;
  readonly isTrouble: boolean;
  /** Log rows that show it, by index, in order; empty when segments show it. */
  readonly rows: number[];
}

/** What each visit did, as indexes into the features. */
export interface VisitFeatures {
  readonly features: readonly Feature[];
  readonly byVisit: readonly ReadonlySet<number>[];
}

/** Trace and span ids as W3C trace context, X-Ray and Zipkin write them. */
const IDS = /\b(?:1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{16})\b/g;

/** Reads what visits did from their segments, and from log lines that carry a span id, or a trace id and come from the service. */
export const visitFeatures = (
  visits: readonly Visit[],
  segments: readonly TraceSegmentV1[],
  rows: readonly LogRowV1[],
): VisitFeatures => {
  const features: Feature[] = [];
  const known = new Map<string, number>();
  const byVisit = visits.map(() => new Set<number>());
  const add = (visit: number, key: string, make: () => Omit<Feature, 'rows'>): Feature | undefined => {
    const found = known.get(key) ?? features.push({ ...make(), rows: [] }) - 1;
    known.set(key, found);
    byVisit[visit]?.add(found);
    return features[found];
  };
  visits.forEach((visit, place) => {
    for (const { key, text, isTrouble } of structureOf(visit, visits, segments))
      add(place, key, () => ({ text, isTrouble }));
  });
  const templates = templatesOf(rows);
  const homes = homesOf(visits, segments);
  rows.forEach((row, index) => {
    const template = templates[index];
    const home = homes(row);
    if (template === undefined || home === undefined) return;
    add(home, `log ${template.key}`, () => template)?.rows.push(index);
  });
  return { features, byVisit };
};

const structureOf = (visit: Visit, visits: readonly Visit[], segments: readonly TraceSegmentV1[]) => {
  const own = visit.segments.flatMap((index) => segments[index] ?? []);
  const called = visit.calls.flatMap(({ callee }) => visits[callee] ?? []);
  return [
    ...own.slice(1).map(({ operation }) => feature(`operation ${operation}`, tellsTrouble(operation))),
    ...called.map(({ service, operation }) => feature(`call of ${service} ${operation}`, false)),
    ...(own.some(({ fault }) => fault) ? [feature('fault', true)] : []),
    ...(own.some(({ error }) => error) ? [feature('error', true)] : []),
    ...(own.some(({ throttle }) => throttle) ? [feature('throttle', true)] : []),
    ...own.flatMap(({ exceptions }) => exceptions.map(({ type }) => feature(`exception ${type}`, true))),
  ];
};

const feature = (text: string, isTrouble: boolean) => ({ key: text, text, isTrouble });

/** The statement behind each row, mined group by group. */
const templatesOf = (rows: readonly LogRowV1[]) => {
  const templates: { readonly key: string; readonly text: string; readonly isTrouble: boolean }[] = [];
  for (const [group, indexes] of Map.groupBy(rows.keys(), (index) => rows[index]?.group ?? '')) {
    for (const { text, members } of mineTemplates(indexes.map((index) => rows[index]?.message ?? ''))) {
      const template = { key: `${group}\n${text}`, text, isTrouble: tellsTrouble(text) };
      for (const member of members) templates[indexes[member] ?? 0] = template;
    }
  }
  return templates;
};

/** Finds the visit a row belongs to: by span id, else by trace id and service. */
const homesOf = (visits: readonly Visit[], segments: readonly TraceSegmentV1[]) => {
  const bySpan = new Map<string, number>();
  const byTrace = new Map<string, number>();
  visits.forEach((visit, place) => {
    for (const index of visit.segments) bySpan.set(segments[index]?.segment_id ?? '', place);
    const key = `${visit.traceId}\n${visit.service}`;
    if (!byTrace.has(key)) byTrace.set(key, place);
  });
  return ({ message, group }: LogRowV1): number | undefined => {
    const ids = message.match(IDS) ?? [];
    const service = entityOfLogGroup(group);
    const span = ids
      .map((id) => bySpan.get(id))
      .find((place) => place !== undefined && visits[place]?.service === service);
    return span ?? ids.map((id) => byTrace.get(`${id}\n${service}`)).find((place) => place !== undefined);
  };
};
