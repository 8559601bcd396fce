/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object; a missing property and `undefined` are the same thing and are not written. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * Promises one byte-exact text per JSON value: RFC 8785 (keys in UTF-16 code unit order, ECMAScript numbers, no white space).
 * Throws a TypeError for numbers JSON has no form for (NaN, infinities).
 */
export const canonicalJson = (value: JsonValue): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
};

/** Narrows a JSON value to an array; `Array.isArray` alone does not narrow readonly arrays. */
export const isJsonArray = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** Narrows a JSON value to an object. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no form for the number ${value}`);
  return JSON.stringify(value);
};
