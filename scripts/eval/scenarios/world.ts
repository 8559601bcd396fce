/** What a service is made of, as far as CloudWatch shows it. */
export type ServiceKind = 'api' | 'lambda' | 'ecs' | 'dynamodb' | 'rds' | 'sqs';

/** A service at rest. Latency in milliseconds; calls per request by callee. */
export interface SimulatedService {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly latencyMs: number;
  readonly calls: Readonly<Record<string, number>>;
}

/** A small shop: an API before a function that prices, stores, pays and queues; callees before their callers. */
export const SERVICES: readonly SimulatedService[] = [
  { name: 'ledger-db', kind: 'rds', latencyMs: 4, calls: {} },
  { name: 'orders-table', kind: 'dynamodb', latencyMs: 6, calls: {} },
  { name: 'order-queue', kind: 'sqs', latencyMs: 5, calls: {} },
  { name: 'shipper', kind: 'lambda', latencyMs: 120, calls: {} },
  { name: 'pricing', kind: 'lambda', latencyMs: 35, calls: {} },
  { name: 'payments', kind: 'ecs', latencyMs: 60, calls: { 'ledger-db': 2 } },
  {
    name: 'checkout',
    kind: 'lambda',
    latencyMs: 45,
    calls: { pricing: 1, payments: 1, 'orders-table': 2, 'order-queue': 1 },
  },
  { name: 'storefront', kind: 'api', latencyMs: 8, calls: { checkout: 0.6 } },
];

/** What a fault does to its service while it lasts. */
export interface Disturbance {
  readonly addedMs?: number;
  readonly slowdown?: number;
  /** Share of requests that fail by the service's own doing. */
  readonly failing?: number;
  readonly throttled?: number;
  readonly cpu?: number;
  readonly memory?: number;
  readonly connections?: number;
  readonly backlog?: number;
  /** What the service writes when a request fails; {id} and {n} vary. */
  readonly message?: string;
}

/** A scenario: which service is disturbed how, and what else is true of the run. */
export interface Scenario {
  readonly name: string;
  /** Null: nothing is wrong. */
  readonly cause: string | null;
  readonly disturbance?: Disturbance;
  /** An execution of a state machine fails with this error. */
  readonly failedState?: { readonly error: string; readonly cause: string };
  /** A change of this service some minutes before the onset; negative minutes are long before. */
  readonly changed?: { readonly service: string; readonly action: string; readonly minutesBefore: number };
  /** A service that shouts all the time, before and during. */
  readonly loud?: { readonly service: string; readonly message: string };
  /** Lines that pose as findings. */
  readonly adversarial?: string;
  /** Collectors that were denied. */
  readonly denied?: readonly ('cloudwatch-logs' | 'cloudwatch-metrics' | 'service-graph')[];
  readonly load?: number;
}
