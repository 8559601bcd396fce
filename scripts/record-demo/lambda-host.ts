import { randomBytes, randomUUID } from 'node:crypto';
import type { ShopWorld } from '../../lambdas/generate-logs/shop.ts';
import { deployedStack } from './deployed-stack.ts';
import type { SimulatedTime } from './simulated-time.ts';

export const FUNCTIONS = ['checkout-api', 'payment-charge', 'order-confirm'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** A log event as CloudWatch Logs keeps it. */
export interface LogLine {
  readonly group: string;
  readonly stream: string;
  readonly at_ms: number;
  readonly message: string;
}

/** One invocation as the metrics count it. */
export interface Invocation {
  readonly functionName: FunctionName;
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/** What an invocation runs in: its world, and whether its container is new. */
export type Work<T> = (world: Omit<ShopWorld, 'callGateway'>, cold: boolean) => Promise<T>;

interface Container {
  readonly stream: string;
  cold: boolean;
}

interface Invoking {
  readonly functionName: FunctionName;
  readonly time: SimulatedTime;
  readonly debug: boolean;
  /** Containers are replaced when this changes: a new version of code or settings. */
  readonly deployment: number;
}

const MEMORY_MB = 512;

/** Runs functions as Lambda runs them, and writes what Lambda writes around their own lines: START, END, REPORT, Invoke Error. */
export class LambdaHost {
  readonly lines: LogLine[] = [];
  readonly invocations: Invocation[] = [];
  readonly #containers = new Map<string, readonly Container[]>();

  /** Throws what the function threw, in the form Lambda hands it to Step Functions: the name, and a JSON document as message. */
  async invoke<T>(invoking: Invoking, work: Work<T>): Promise<T> {
    const { functionName, time, debug } = invoking;
    const container = this.#container(invoking);
    const requestId = randomUUID();
    const startMs = time.nowMs();
    const write = (message: string) => this.#line(functionName, container.stream, time, message);
    const cold = container.cold;
    container.cold = false;
    if (cold)
      write(
        'INIT_START Runtime Version: nodejs:24.v12\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:nodejs24',
      );
    write(`START RequestId: ${requestId} Version: $LATEST`);
    let failed = false;
    try {
      return await work(world(functionName, requestId, { time, debug, write }), cold);
    } catch (error) {
      failed = true;
      throw this.#invokeError(error, requestId, time, write);
    } finally {
      const durationMs = time.nowMs() - startMs;
      this.invocations.push({ functionName, startMs, durationMs, failed });
      write(`END RequestId: ${requestId}`);
      write(report(requestId, durationMs));
    }
  }

  #invokeError(error: unknown, requestId: string, time: SimulatedTime, write: (message: string) => void): Error {
    if (!(error instanceof Error)) throw error;
    const stack = deployedStack(error);
    const told = { errorType: error.name, errorMessage: error.message, stack };
    write(`${new Date(time.nowMs()).toISOString()}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify(told)}`);
    const { stack: trace, ...rest } = told;
    return Object.assign(new Error(JSON.stringify({ ...rest, trace })), { name: error.name });
  }

  #container({ functionName, deployment }: Invoking): Container {
    const key = `${functionName} ${deployment}`;
    const fresh = () => ({ stream: `2026/03/03/[$LATEST]${randomBytes(16).toString('hex')}`, cold: true });
    const containers = this.#containers.get(key) ?? [fresh(), fresh()];
    this.#containers.set(key, containers);
    return containers[this.invocations.length % containers.length] ?? fresh();
  }

  #line(functionName: FunctionName, stream: string, time: SimulatedTime, message: string): void {
    this.lines.push({ group: `/aws/lambda/${functionName}`, stream, at_ms: Math.floor(time.nowMs()), message });
  }
}

interface Writing {
  readonly time: SimulatedTime;
  readonly debug: boolean;
  readonly write: (message: string) => void;
}

const world = (
  functionName: FunctionName,
  requestId: string,
  { time, debug, write }: Writing,
): Omit<ShopWorld, 'callGateway'> => ({
  now: () => new Date(time.nowMs()),
  write: (level, message, { stack, ...fields }) => {
    if (level === 'DEBUG' && !debug) return;
    const timestamp = new Date(time.nowMs()).toISOString();
    const frames = typeof stack === 'string' ? { stack: deployedStack({ stack }) } : {};
    write(
      JSON.stringify({
        timestamp,
        level,
        service: 'checkout',
        function: functionName,
        message,
        ...fields,
        ...frames,
        request_id: requestId,
      }),
    );
  },
});

const report = (requestId: string, durationMs: number): string => {
  const usedMb = Math.round(process.memoryUsage().rss / 1_048_576);
  const duration = `Duration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms`;
  return `REPORT RequestId: ${requestId}\t${duration}\tMemory Size: ${MEMORY_MB} MB\tMax Memory Used: ${usedMb} MB\t`;
};
