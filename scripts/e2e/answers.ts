import type * as z from 'zod';
import type { Checklist } from './checklist.ts';
import type { ApiAnswer, ApiClient, ApiRequest } from './signed-client.ts';

/** Stops the flow: what comes next needs what is missing. The failed check has told why. */
export class SmokeStopped extends Error {
  override readonly name = 'SmokeStopped';
}

/** The API under test and the list its answers are noted on. */
export interface Probe {
  readonly api: ApiClient;
  readonly checklist: Checklist;
}

/** What an answer must be. */
export interface Expected<Schema extends z.ZodType> {
  readonly what: string;
  readonly status: number;
  readonly schema: Schema;
}

/** A document of the API and the bytes it came in. */
export interface Document<T> {
  readonly value: T;
  readonly answer: ApiAnswer;
}

/** Sends a request and notes whether its answer is as expected. Throws SmokeStopped when it is not, after showing the answer. */
export const askFor = async <Schema extends z.ZodType>(
  { api, checklist }: Probe,
  request: ApiRequest,
  { what, status, schema }: Expected<Schema>,
): Promise<Document<z.output<Schema>>> => {
  const answer = await api(request);
  const parsed = schema.safeParse(jsonOf(answer));
  const isRight = answer.status === status && parsed.success;
  const told = `${request.method} ${request.path} → ${answer.status}, expected ${status}\n${answer.bytes}`;
  checklist.check(what, isRight, parsed.success ? told : `${told}\n${parsed.error.message}`);
  if (isRight && parsed.success) return { value: parsed.data, answer };
  throw new SmokeStopped(what);
};

/** The body as JSON; undefined when it is none. */
export const jsonOf = ({ bytes }: ApiAnswer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // A gateway's own failure page; the caller shows it.
    return undefined;
  }
};
