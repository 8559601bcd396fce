import { isJsonArray, isJsonObject, type JsonValue } from '@opsrunbook/core';

/** Deep and wide enough to recognise a payload, small enough to read. */
const LIMITS = { depth: 6, keys: 50, shapes: 4 } as const;

/** A name a programmer would give a field; other keys (ids, e-mails, paths) are data. */
const FIELD_NAME = /^(?!__proto__$)[A-Za-z_][\w.$-]{0,63}$/;

/** A shape is written as mutable JSON, as the evidence contract types it. */
export type Shape = string | Shape[] | { [key: string]: Shape };

/**
 * The keys and types of a JSON document, never a value: `{"id":"string","items":[{"price":"number"}]}`. An array shows the
 * distinct shapes of its elements; keys that are not field names stand together under `<other>`. Null when it is not JSON.
 */
export const shapeOfJson = (text: string | undefined): Shape | null => {
  if (text === undefined) return null;
  try {
    return shapeOf(JSON.parse(text), 0);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

const shapeOf = (value: JsonValue, depth: number): Shape => {
  if (value === null) return 'null';
  if (isJsonArray(value)) return depth >= LIMITS.depth ? 'array' : distinctShapes(value, depth + 1);
  if (!isJsonObject(value)) return typeof value;
  return depth >= LIMITS.depth ? 'object' : shapeOfObject(value, depth + 1);
};

const shapeOfObject = (value: { readonly [key: string]: JsonValue | undefined }, depth: number): Shape => {
  const keys = Object.keys(value).sort();
  const fields = keys.filter((key) => FIELD_NAME.test(key));
  const shown = fields.slice(0, LIMITS.keys);
  const others = keys.filter((key) => !FIELD_NAME.test(key)).map((key) => value[key] ?? null);
  return Object.fromEntries<Shape>([
    ...shown.map((key) => [key, shapeOf(value[key] ?? null, depth)] as const),
    ...(others.length > 0 ? [['<other>', distinctShapes(others, depth)] as const] : []),
    ...(fields.length > shown.length ? [['<more>', `${fields.length - shown.length} fields`] as const] : []),
  ]);
};

const distinctShapes = (values: readonly JsonValue[], depth: number): Shape[] => {
  const shapes = new Map<string, Shape>();
  for (const value of values) {
    if (shapes.size === LIMITS.shapes) break;
    const shape = shapeOf(value, depth);
    shapes.set(JSON.stringify(shape), shape);
  }
  return [...shapes.values()];
};
