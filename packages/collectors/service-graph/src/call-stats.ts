import type { EdgeStatistics, ServiceStatistics } from '@aws-sdk/client-xray';
import type { CallStatsV1 } from '@opsrunbook/contracts';

/** X-Ray's statistics of a node or an edge as evidence; null when it counted nothing. Seconds become milliseconds. */
export const callStats = (statistics: ServiceStatistics | EdgeStatistics | undefined): CallStatsV1 | null => {
  const requests = statistics?.TotalCount ?? 0;
  if (requests === 0) return null;
  return {
    requests,
    errors: statistics?.ErrorStatistics?.TotalCount ?? 0,
    faults: statistics?.FaultStatistics?.TotalCount ?? 0,
    throttles: statistics?.ErrorStatistics?.ThrottleCount ?? 0,
    total_response_ms: toMicroseconds((statistics?.TotalResponseTime ?? 0) * 1000),
  };
};

/** The sum of what was counted in two parts of a period. */
export const addStats = (a: CallStatsV1 | null, b: CallStatsV1 | null): CallStatsV1 | null => {
  if (a === null || b === null) return a ?? b;
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    faults: a.faults + b.faults,
    throttles: a.throttles + b.throttles,
    total_response_ms: toMicroseconds(a.total_response_ms + b.total_response_ms),
  };
};

/** X-Ray keeps microseconds; what lies beyond is an artefact of binary fractions. */
const toMicroseconds = (ms: number): number => Math.round(ms * 1000) / 1000;
