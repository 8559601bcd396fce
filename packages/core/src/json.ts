/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object; a missing property and `undefined` are the same thing and are not written. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * Promises one byte-exact text per JSON value: RFC 8785 (keys in UTF-16 code unit order, ECMAScript numbers, no white space).
 * Throws a TypeError for numbers JSON has no form for (NaN, infinities).
 *
 * A copy with its keys in order lets JSON.stringify write megabytes of evidence in half the time that joining pieces takes.
 */
export const canonicalJson = (value: JsonValue): string => {
  const ordered = inOrder(value);
  return ordered === undefined ? joined(value) : JSON.stringify(ordered);
};

/** The value with all keys in order; undefined when an object in it has a key whose place cannot be chosen. */
const inOrder = (value: JsonValue): JsonValue | undefined => {
  if (typeof value === 'number') return finite(value);
  if (isJsonArray(value)) return arrayInOrder(value);
  return isJsonObject(value) ? objectInOrder(value) : value;
};

const arrayInOrder = (items: readonly JsonValue[]): JsonValue | undefined => {
  if (items.every(Number.isFinite)) return items;
  const copy: JsonValue[] = [];
  for (const item of items) {
    const ordered = inOrder(item);
    if (ordered === undefined) return undefined;
    copy.push(ordered);
  }
  return copy;
};

const objectInOrder = (object: JsonObject): JsonValue | undefined => {
  const copy: Record<string, JsonValue> = {};
  for (const key of Object.keys(object).sort()) {
    if (hasFixedPlace(key)) return undefined;
    const member = object[key];
    if (member === undefined) continue;
    const ordered = inOrder(member);
    if (ordered === undefined) return undefined;
    copy[key] = ordered;
  }
  return copy;
};

const [ZERO, NINE] = [0x30, 0x39];

/** ECMAScript puts array indexes before all other keys, and assigning `__proto__` makes no member. */
const hasFixedPlace = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return (first >= ZERO && first <= NINE) || key === '__proto__';
};

const joined = (value: JsonValue): string => {
  if (typeof value === 'number') return JSON.stringify(finite(value));
  if (isJsonArray(value)) return `[${value.map(joined).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${joined(member)}`);
  }
  return `{${members.join(',')}}`;
};

/** Narrows a JSON value to an array; `Array.isArray` alone does not narrow readonly arrays. */
export const isJsonArray = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** Narrows a JSON value to an object. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const finite = (value: number): number => {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no form for the number ${value}`);
  return value;
};
