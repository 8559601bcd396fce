import { seededNormal } from '../seeded-random.ts';
import { type Disturbance, type Scenario, SERVICES, type SimulatedService } from './world.ts';

/** One minute of one service. Latency is the mean of its requests, milliseconds. */
export interface ServiceMinute {
  readonly requests: number;
  readonly latencyMs: number;
  /** Failed by its own doing, and because a callee did. */
  readonly ownFailures: number;
  readonly passedFailures: number;
  readonly throttles: number;
  readonly cpu: number;
  readonly memory: number;
  readonly connections: number;
  readonly backlog: number;
}

const REQUESTS_A_MINUTE = 240;

/** Failures everybody has. */
const USUAL_FAILING = 0.001;

/** Simulates one minute of every service, callees first, so that what a callee does reaches its callers. */
export const simulateMinute = (
  scenario: Scenario,
  isDisturbed: boolean,
  uniform: () => number,
): ReadonlyMap<string, ServiceMinute> => {
  const load = REQUESTS_A_MINUTE * (isDisturbed ? (scenario.load ?? 1) : 1) * (1 + 0.05 * seededNormal(uniform));
  const volumes = volumesOf(load);
  const minutes = new Map<string, ServiceMinute>();
  const failing = new Map<string, number>();
  for (const service of SERVICES) {
    const isCause = isDisturbed && scenario.cause === service.name;
    const disturbance = isCause ? (scenario.disturbance ?? {}) : {};
    const passed = passedShare(service, failing);
    const own = Math.min(1, USUAL_FAILING + (disturbance.failing ?? 0) + (disturbance.throttled ?? 0));
    failing.set(service.name, own + (1 - own) * passed);
    const requests = poisson(volumes.get(service.name) ?? 0, uniform);
    const latencyMs = ownLatency(service, disturbance, uniform) + waited(service, minutes);
    minutes.set(service.name, {
      requests,
      latencyMs,
      ownFailures: poisson(requests * own, uniform),
      passedFailures: poisson(requests * (1 - own) * passed, uniform),
      throttles: poisson(requests * (disturbance.throttled ?? 0), uniform),
      cpu: clamped((disturbance.cpu ?? 22) + 2 * seededNormal(uniform)),
      memory: clamped((disturbance.memory ?? 41) + seededNormal(uniform)),
      connections: Math.max(0, Math.round((disturbance.connections ?? 40) + 3 * seededNormal(uniform))),
      backlog: Math.max(0, Math.round((disturbance.backlog ?? 4) * (1 + 0.3 * seededNormal(uniform)))),
    });
  }
  return minutes;
};

const volumesOf = (load: number): ReadonlyMap<string, number> => {
  const volumes = new Map<string, number>([
    ['storefront', load],
    ['shipper', load / 8],
  ]);
  for (const { name, calls } of SERVICES.toReversed()) {
    for (const [callee, each] of Object.entries(calls)) {
      volumes.set(callee, (volumes.get(callee) ?? 0) + (volumes.get(name) ?? 0) * each);
    }
  }
  return volumes;
};

const ownLatency = (
  { latencyMs }: SimulatedService,
  { slowdown = 1, addedMs = 0 }: Disturbance,
  uniform: () => number,
) => latencyMs * slowdown * Math.exp(0.04 * seededNormal(uniform)) + addedMs * (0.8 + 0.4 * uniform());

const waited = ({ calls }: SimulatedService, minutes: ReadonlyMap<string, ServiceMinute>): number =>
  Object.entries(calls).reduce((total, [callee, each]) => total + each * (minutes.get(callee)?.latencyMs ?? 0), 0);

const passedShare = ({ calls }: SimulatedService, failing: ReadonlyMap<string, number>): number =>
  1 -
  Object.entries(calls).reduce(
    (fine, [callee, each]) => fine * (1 - Math.min(1, each) * (failing.get(callee) ?? 0)),
    1,
  );

const clamped = (value: number): number => Math.min(100, Math.max(0, value));

/** A Poisson number, by the normal approximation where that is close (mean over 30), else by multiplication (Knuth). */
const poisson = (mean: number, uniform: () => number): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * seededNormal(uniform)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
};
