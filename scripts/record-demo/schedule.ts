import type { MARKETS } from '../../lambdas/generate-logs/payment-client.ts';
import type { Order } from '../../lambdas/generate-logs/shop.ts';

const MINUTE_MS = 60_000;
const WINDOW_START_MS = Date.parse('2026-03-03T12:00:00Z');

/** Half an hour of normal sales, half an hour in which version 42 of the payment settings is rolled out. */
export const TIMES = {
  baselineStartMs: WINDOW_START_MS - 30 * MINUTE_MS,
  windowStartMs: WINDOW_START_MS,
  settingsChangeMs: WINDOW_START_MS + 8 * MINUTE_MS + 12_000,
  endMs: WINDOW_START_MS + 30 * MINUTE_MS,
  recordedNowMs: WINDOW_START_MS + 31 * MINUTE_MS,
} as const;

/** An order, when it comes, and whether the gateway will keep it waiting. */
export interface Arrival {
  readonly atMs: number;
  readonly order: Order;
  readonly slowGateway: boolean;
  /** Whether the logger was set to show debug lines of this request, as a sampling rate does. */
  readonly debug: boolean;
}

const PRODUCTS = [
  { sku: 'beans-500g', price: 12.9 },
  { sku: 'filter-100', price: 4.5 },
  { sku: 'grinder', price: 89 },
  { sku: 'cup-blue', price: 14.25 },
] as const;

/** Markets by how often they buy. */
const MARKET_MIX = [
  'ch',
  'de',
  'ch',
  'gb',
  'de',
  'ch',
  'at',
  'de',
  'ch',
] as const satisfies readonly (typeof MARKETS)[number][];

/** A fixed sequence of numbers in [0, 1) (Park and Miller's generator), so that the schedule can be made again. */
const numbers = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** Orders over the hour, 35 seconds apart on average. */
export const arrivals = (): readonly Arrival[] => {
  const next = numbers(20_260_303);
  const all: Arrival[] = [];
  for (let atMs = TIMES.baselineStartMs + 4_000; atMs < TIMES.endMs - 15_000; atMs += 10_000 + next() * 50_000) {
    const index = all.length;
    all.push({
      atMs: Math.floor(atMs),
      order: orderNumber(index, next),
      slowGateway: index % 29 === 11,
      debug: index % 12 === 10,
    });
  }
  return all;
};

const orderNumber = (index: number, next: () => number): Order => {
  const pick = () => PRODUCTS[Math.floor(next() * PRODUCTS.length)] ?? PRODUCTS[0];
  const items = Array.from({ length: 1 + Math.floor(next() * 3) }, () => ({
    ...pick(),
    quantity: 1 + Math.floor(next() * 2),
  }));
  return {
    order_id: `o-${7_310 + index}`,
    market: MARKET_MIX[Math.floor(next() * MARKET_MIX.length)] ?? 'de',
    items,
    card: '{{canary:card}}',
    email: '{{canary:email}}',
  };
};
