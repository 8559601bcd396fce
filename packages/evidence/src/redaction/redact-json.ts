import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '@opsrunbook/core';
import type { NameClass } from './name-class.ts';

/** What a JSON walk needs: how a text is redacted, and how the value of a telling name is. */
export interface JsonRules {
  text(value: string): string;
  /** A string that stands under a telling name, as a whole. */
  named(value: string, name: NameClass): string;
  /** A number under a telling name; nothing when it may stay. */
  number(value: number, key: string | undefined): string | undefined;
  classify(key: string): NameClass | undefined;
  isDropped(key: string): boolean;
  dropped(): string;
  readonly maxDepth: number;
}

interface Place {
  readonly depth: number;
  readonly name?: NameClass | undefined;
  readonly key?: string | undefined;
}

/** The value with every text redacted, key names as context; the shape stays, keys that hold secrets are redacted too. */
export const redactJsonValue = (value: JsonValue, rules: JsonRules, place: Place = { depth: 0 }): JsonValue => {
  if (typeof value === 'string') return redactString(value, rules, place);
  if (typeof value === 'number') return rules.number(value, place.key) ?? value;
  if (value === null || typeof value === 'boolean') return value;
  if (place.depth >= rules.maxDepth) return rules.dropped();
  if (isJsonArray(value)) return redactArray(value, rules, place);
  return redactObject(value, rules, place);
};

const redactString = (value: string, rules: JsonRules, { name }: Place): string =>
  name === undefined ? rules.text(value) : rules.named(value, name);

/** `["Authorization", "Bearer x"]` and `["cookie", …]`: the first text of a pair names the second. */
const redactArray = (items: readonly JsonValue[], rules: JsonRules, place: Place): JsonValue => {
  const [first] = items;
  const pairName = items.length === 2 && typeof first === 'string' ? rules.classify(first) : undefined;
  return items.map((item, index) => {
    const inherited =
      index === 1 && pairName !== undefined && typeof first === 'string' ? { name: pairName, key: first } : place;
    return redactJsonValue(item, rules, { ...inherited, depth: place.depth + 1 });
  });
};

const redactObject = (object: JsonObject, rules: JsonRules, place: Place): JsonValue => {
  const announced = announcedName(object, rules);
  const members = Object.entries(object).flatMap(([key, member]): [string, JsonValue][] => {
    if (member === undefined) return [];
    if (rules.isDropped(key)) return [[rules.text(key), rules.dropped()]];
    const known = VALUE_KEYS.has(key.toLowerCase()) ? (announced ?? place) : undefined;
    const context =
      known?.name === undefined ? { name: rules.classify(key), key } : { name: known.name, key: known.key };
    return [[rules.text(key), redactJsonValue(member, rules, { ...context, depth: place.depth + 1 })]];
  });
  return Object.fromEntries(withDistinctKeys(members));
};

/** Two keys with one placeholder would become one member: the later ones are numbered. */
const withDistinctKeys = (members: readonly [string, JsonValue][]): [string, JsonValue][] => {
  const seen = new Map<string, number>();
  return members.map(([key, member]) => {
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return [times === 1 ? key : `${key}#${times}`, member];
  });
};

const NAME_KEYS = new Set(['name', 'key', 'header', 'parameterkey', 'headername']);
const VALUE_KEYS = new Set(['value', 'val', 'default', 'parametervalue', 's', 'stringvalue', 'string']);

/** `{ "name": "DB_PASSWORD", "value": … }`: the class of the name that one member gives to another. */
const announcedName = (object: JsonObject, rules: JsonRules): { name: NameClass; key: string } | undefined => {
  for (const [key, member] of Object.entries(object)) {
    if (typeof member !== 'string' || !NAME_KEYS.has(key.toLowerCase())) continue;
    const name = rules.classify(member);
    if (name !== undefined) return { name, key: member };
  }
  return undefined;
};

/** Whether the text is a JSON object or array. */
export const parseContainer = (text: string): JsonValue | undefined => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parsed: JsonValue = JSON.parse(text);
    return isJsonArray(parsed) || isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};
