import { canonicalJson, isJsonArray, isJsonObject, type JsonValue } from '@opsrunbook/core';

/** One operation of a JSON Patch (RFC 6902); the differ writes no others. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: string };

/**
 * The JSON Patch that turns `before` into `after`, in a fixed order: members by name, elements by position, so that equal documents
 * always give equal patches. Applied in order, each operation sees what the ones before it left.
 */
export const jsonDiff = (before: JsonValue, after: JsonValue, path = ''): readonly JsonPatchOperation[] => {
  if (isJsonArray(before) && isJsonArray(after)) return arrayDiff(before, after, path);
  if (isJsonObject(before) && isJsonObject(after)) return objectDiff(before, after, path);
  return canonicalJson(before) === canonicalJson(after) ? [] : [{ op: 'replace', path, value: after }];
};

const objectDiff = (
  before: Extract<JsonValue, { readonly [key: string]: unknown }>,
  after: Extract<JsonValue, { readonly [key: string]: unknown }>,
  path: string,
): readonly JsonPatchOperation[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key): readonly JsonPatchOperation[] => {
    const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const [old, now] = [memberOf(before, key), memberOf(after, key)];
    if (now === undefined) return old === undefined ? [] : [{ op: 'remove', path: at }];
    return old === undefined ? [{ op: 'add', path: at, value: now }] : jsonDiff(old, now, at);
  });

const memberOf = (object: Extract<JsonValue, { readonly [key: string]: unknown }>, key: string) =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Elements at the same position are compared; the rest is appended, or removed from the end. */
const arrayDiff = (
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: string,
): readonly JsonPatchOperation[] => {
  const shared = Math.min(before.length, after.length);
  const changed = after
    .slice(0, shared)
    .flatMap((value, index) => jsonDiff(before[index] ?? null, value, `${path}/${index}`));
  const added = after.slice(shared).map((value) => ({ op: 'add', path: `${path}/-`, value }) as const);
  const removed = before.slice(shared).map((_, index, rest) => {
    const position = shared + rest.length - 1 - index;
    return { op: 'remove', path: `${path}/${position}` } as const;
  });
  return [...changed, ...added, ...removed];
};
