import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { figure, quoted } from '../claim-text.ts';
import type { Investigation, Source } from '../evidence-bundle.ts';
import { command } from '../investigation-commands.ts';
import type { Citation, Draft } from '../statement.ts';
import { median } from '../statistics/robust.ts';
import { type BehaviourChange, behaviourChanges } from '../traces/behaviour-change.ts';
import { type ServiceTrouble, serviceTroubles } from '../traces/service-trouble.ts';
import { type TimeExcess, timeExcesses } from '../traces/time-excess.ts';
import { type VisitFeatures, visitFeatures } from '../traces/visit-features.ts';
import { type Visit, visitsOf } from '../traces/visits.ts';

const { halfTimeShare, halfVisits } = ANALYZER_CONFIG.traces;
const MAX_DRAFTS = 5;

/** Says which services add time to requests, and which changed what they do, what their callees explain taken off. */
export const traceRules = (investigation: Investigation): readonly Draft[] => {
  const traces = investigation.source('traces');
  if (traces === undefined) return [];
  const { segments } = traces.evidence.data;
  const visits = visitsOf(segments);
  const logs = investigation.source('cloudwatch-logs');
  const features = visitFeatures(visits, segments, logs?.evidence.data.rows ?? []);
  const troubles = serviceTroubles(visits, features, behaviourChanges(visits, features));
  return [
    ...timeDrafts(traces, visits),
    ...troubles
      .filter(({ unexplained, explained }) => unexplained === 0 && explained > 0)
      .slice(0, MAX_DRAFTS)
      .map((trouble) => relayDraft({ traces, logs, visits, features }, trouble)),
    ...troubles
      .filter(({ unexplained }) => unexplained > 0)
      .toSorted((a, b) => b.unexplained - a.unexplained || (a.service < b.service ? -1 : 1))
      .slice(0, MAX_DRAFTS)
      .map((trouble) => behaviourDraft({ traces, logs, visits, features }, trouble)),
  ];
};

const timeDrafts = (traces: Source<'traces'>, visits: readonly Visit[]): readonly Draft[] => {
  const { excesses, usualMs } = timeExcesses(visits);
  return excesses
    .slice(0, MAX_DRAFTS)
    .map((one) => timeDraft(traces, one, one.totalMs / (one.totalMs + halfTimeShare * usualMs)));
};

const segmentCitation = (traces: Source<'traces'>, index: number): Citation => ({
  source: traces,
  pointer: '/data/segments',
  range: { from: index, to: index + 1 },
});

const timeDraft = (traces: Source<'traces'>, { service, worst }: TimeExcess, blame: number): Draft => {
  const { segments } = traces.evidence.data;
  const slowest = worst.entries.toSorted(
    (a, b) => worst.during[worst.entries.indexOf(b)] ?? 0 - (worst.during[worst.entries.indexOf(a)] ?? 0),
  );
  const first = slowest[0] ?? 0;
  const entries = [first, ...slowest.slice(1, 3)];
  return {
    rule: 'trace-time',
    entity: service,
    fact: canonicalJson([worst.label]),
    role: 'anomaly',
    claim: `${worst.label}: ${figure(median(worst.before))} ms before, ${figure(median(worst.during))} ms now, over ${worst.during.length} requests`,
    onsetMs: Math.floor(
      Math.min(...worst.entries.map((index) => segments[index]?.start_ms ?? Number.POSITIVE_INFINITY)),
    ),
    confidence: Math.min(0.95, 0.4 + 0.5 * blame),
    blame,
    verdict: blame >= ANALYZER_CONFIG.confidence.supported ? 'supported' : 'likely',
    supporting: [segmentCitation(traces, first), ...entries.slice(1).map((index) => segmentCitation(traces, index))],
    action: traceCommand(service, segments[first]?.trace_id ?? ''),
  };
};

const traceCommand = (service: string, traceId: string) =>
  command(
    `Read a trace through ${service}`,
    `aws xray batch-get-traces --trace-ids ${/^[\w-]+$/.test(traceId) ? traceId : ''}`,
    'shows where the time of a request goes and what failed in it',
  );

interface Seen {
  readonly traces: Source<'traces'>;
  readonly logs: Source<'cloudwatch-logs'> | undefined;
  readonly visits: readonly Visit[];
  readonly features: VisitFeatures;
}

const behaviourDraft = (seen: Seen, { service, unexplained, changes }: ServiceTrouble): Draft => {
  const strongest = changes[0];
  const blame = (unexplained / (unexplained + halfVisits)) * (1 - Math.exp(-(strongest?.sigmas ?? 0) / 3));
  const entries = showing(seen, strongest);
  const first = entries[0] ?? 0;
  const text = seen.features.features[strongest?.feature ?? 0]?.text ?? '';
  const share = (value: number | undefined) => `${figure(100 * (value ?? 0))} %`;
  const rows = (seen.features.features[strongest?.feature ?? 0]?.rows ?? []).filter(
    (row) => seen.logs?.evidence.data.rows[row]?.period === (strongest?.kind === 'new' ? 'window' : 'baseline'),
  );
  return {
    rule: 'trace-behaviour',
    entity: service,
    fact: canonicalJson([strongest?.operation ?? '', strongest?.kind ?? '', text]),
    role: 'failure',
    claim: `${service} ${strongest?.operation ?? ''}: ${strongest?.kind === 'new' ? 'now' : 'no longer'} ${quoted(text, 120)}: ${share(strongest?.before)} of requests before, ${share(strongest?.during)} now; ${Math.round(unexplained)} troubled requests that no callee explains`,
    onsetMs: Math.floor(seen.traces.evidence.data.segments[first]?.start_ms ?? 0),
    confidence: Math.min(0.95, 0.4 + 0.5 * blame),
    blame,
    verdict: blame >= ANALYZER_CONFIG.confidence.supported ? 'supported' : 'likely',
    supporting: [
      segmentCitation(seen.traces, first),
      ...rows
        .slice(0, 2)
        .flatMap((row): readonly Citation[] =>
          seen.logs === undefined
            ? []
            : [{ source: seen.logs, pointer: '/data/rows', range: { from: row, to: row + 1 } }],
        ),
    ],
    action: traceCommand(service, seen.traces.evidence.data.segments[first]?.trace_id ?? ''),
  };
};

/** A service whose troubled requests all called one that was troubled too. */
const relayDraft = (seen: Seen, trouble: ServiceTrouble): Draft => ({
  ...behaviourDraft(seen, trouble),
  rule: 'trace-relay',
  fact: canonicalJson(['relay']),
  role: 'relay',
  claim: `${trouble.service} passes on what it calls: ${Math.round(trouble.explained)} troubled requests, each with a troubled callee`,
  blame: 0,
  verdict: 'likely',
});

/** Entry segments of the window's visits that show the change, in time's order. */
const showing = ({ visits, features, traces }: Seen, change: BehaviourChange | undefined): readonly number[] => {
  const { segments } = traces.evidence.data;
  return visits
    .flatMap((visit, place) => {
      const isOfOperation = visit.service === change?.service && visit.operation === change.operation;
      const shows = features.byVisit[place]?.has(change?.feature ?? -1) === (change?.kind === 'new');
      return isOfOperation && shows && visit.period === 'window' ? [visit.entry] : [];
    })
    .toSorted((a, b) => (segments[a]?.start_ms ?? 0) - (segments[b]?.start_ms ?? 0));
};
