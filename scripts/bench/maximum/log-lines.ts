import type { Seeded } from '../seeded.ts';
import { stackTrace } from './stack-traces.ts';

const OPERATIONS = ['PlaceOrder', 'ReserveStock', 'ChargeCard', 'QuoteShipping', 'SendReceipt', 'LoadCart'] as const;
const TABLES = ['orders', 'carts', 'stock-levels', 'payments', 'sessions'] as const;
const REASONS = ['connection reset by peer', 'deadline exceeded', 'pool exhausted', 'too many requests'] as const;
const HOSTS = ['10.0.12.', '10.0.13.', '172.31.4.'] as const;

type Line = (seeded: Seeded, at: string) => string;

const requestId = (seeded: Seeded): string => [8, 4, 4, 4, 12].map((digits) => seeded.hex(digits)).join('-');

/** Lines that tell of trouble, as frameworks write them; one in twenty carries a stack trace. */
const ERROR_LINES: readonly [Line, ...Line[]] = [
  (s, at) =>
    JSON.stringify({
      timestamp: at,
      level: 'ERROR',
      operation: s.oneOf(OPERATIONS),
      order_id: `o-${s.below(99_999)}`,
      error: s.oneOf(REASONS),
    }),
  (s, at) =>
    `${at} ERROR [${s.oneOf(OPERATIONS)}] request ${requestId(s)} failed after ${s.below(9_000)} ms: ${s.oneOf(REASONS)}`,
  (s, at) => `${at}\t${requestId(s)}\tERROR\tupstream ${s.oneOf(HOSTS)}${s.below(250)}:8443 answered 50${s.below(5)}`,
  (s) =>
    `level=error caller=client.go:${s.below(400)} msg="query failed" table=${s.oneOf(TABLES)} attempt=${s.below(5)} err="${s.oneOf(REASONS)}"`,
  (s, at) => `[${at}] error: ThrottlingException on table ${s.oneOf(TABLES)}, retry in ${s.below(2_000)} ms`,
  (s) => `${requestId(s)} Task timed out after ${s.below(30)}.0${s.below(9)} seconds, error`,
];

/** Error lines that carry what must not be stored. */
const SECRET_LINES: readonly [Line, ...Line[]] = [
  (s, at) =>
    `${at} ERROR receipt to ${s.oneOf(['ana', 'joao', 'li.wei', 'omar'])}.${s.hex(4)}@mail.example.net bounced`,
  (s, at) => `${at} ERROR 401 from payments, sent Authorization: Bearer ${s.hex(40)}`,
  (s) => `error: cannot connect postgres://app:${s.hex(12)}@db.internal.example.net:5432/orders`,
  (s, at) =>
    JSON.stringify({ timestamp: at, level: 'ERROR', msg: 'login refused', password: `${s.hex(6)}!${s.hex(4)}` }),
  (s, at) => `${at} ERROR blocked address 203.0.${s.below(250)}.${s.below(250)} after ${s.below(90)} tries`,
];

const CALM_LINES: readonly [Line, ...Line[]] = [
  (s, at) => `${at} INFO ${s.oneOf(OPERATIONS)} done in ${s.below(400)} ms request ${requestId(s)}`,
  (s) => `START RequestId: ${requestId(s)} Version: $LATEST`,
  (s) =>
    `REPORT RequestId: ${requestId(s)}\tDuration: ${s.below(900)}.12 ms\tBilled Duration: ${s.below(900)} ms\tMemory Size: 512 MB`,
  (s) => `${s.oneOf(HOSTS)}${s.below(250)} - - "GET /v1/carts/${s.hex(8)} HTTP/1.1" 200 ${s.below(9_000)}`,
];

const STACK_SHARE = 0.05;
const SECRET_SHARE = 0.02;

/** One error line as it would be written at that time. */
export const errorLine = (seeded: Seeded, at: string): string => {
  const chance = seeded.next();
  if (chance < SECRET_SHARE) return seeded.oneOf(SECRET_LINES)(seeded, at);
  const line = seeded.oneOf(ERROR_LINES)(seeded, at);
  return chance < SECRET_SHARE + STACK_SHARE ? `${line}\n${stackTrace(seeded)}` : line;
};

/** One line of a service that does well. */
export const calmLine = (seeded: Seeded, at: string): string => seeded.oneOf(CALM_LINES)(seeded, at);
