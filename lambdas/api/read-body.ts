import { InvalidInputError } from '@opsrunbook/core';
import type { Context } from 'hono';
import type * as z from 'zod';
import { fieldProblems } from './problems.ts';

/** Largest body accepted, in bytes. A report with every hint used to its limit is about 100 KB. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Says that a body is over the limit. */
export const bodyTooLarge = (): InvalidInputError =>
  new InvalidInputError('body_too_large', `the body is larger than ${MAX_BODY_BYTES} bytes; send fewer hints`);

/** The request's JSON body by its contract. Throws InvalidInput naming every wrong field. */
export const readBody = async <T>(c: Context, schema: z.ZodType<T>): Promise<T> => {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES) throw bodyTooLarge();
  const parsed = schema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    'invalid_request',
    'the request has fields that are missing, unknown or wrong; see errors',
    {
      problems: fieldProblems(parsed.error),
    },
  );
};

const parseJson = (bytes: ArrayBuffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InvalidInputError(
      'malformed_json',
      'the body is not JSON in UTF-8; send {"service": …, "time_window": {"start": …, "end": …}}',
      {
        cause,
      },
    );
  }
};
