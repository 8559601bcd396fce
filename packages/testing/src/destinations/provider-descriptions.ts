import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const FOLDER = new URL('../../../../../shared/data/contracts/', import.meta.url);

/** Whether the providers' descriptions are there; they are not part of the repository. */
export const hasDescriptions = existsSync(fileURLToPath(FOLDER));

/** The problems of a value, each as pointer and message; empty when it is as described. */
export type Check = (value: unknown) => readonly string[];

/** A check of cards against the Adaptive Card schema 1.5.0, which holds 1.4; the file of 1.6.0 is not valid JSON Schema. */
export const adaptiveCardCheck = (): Check => {
  const { $schema: _, id, ...schema } = read('adaptive-card-1.5.0.schema.json');
  return checkOf({ ...schema, $id: id }, { $ref: `${String(id)}` });
};

/** One request as a fake saw it. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Checks the body of a request against an OpenAPI document; `undefined` when the document does not describe the operation. */
export const requestCheck = (file: string): ((sent: Sent) => readonly string[] | undefined) => {
  const document = withNulls(read(file));
  const paths = Object.entries(asObject(asObject(document).paths));
  const checks = new Map<string, Check>();
  return ({ method, path, body }) => {
    const found = paths.find(
      ([template, item]) => templatePattern(template).test(path) && method.toLowerCase() in asObject(item),
    );
    if (found === undefined) return undefined;
    const operation = asObject(asObject(found[1])[method.toLowerCase()]);
    if (operation.requestBody === undefined) return body === undefined ? [] : ['a body is not described'];
    const pointer = ['paths', found[0], method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
    const key = pointer.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const check = checks.get(key) ?? checkOf({ $id: file, ...asObject(document) }, { $ref: `${file}#/${key}` });
    checks.set(key, check);
    return check(body);
  };
};

const read = (file: string): Record<string, unknown> =>
  asObject(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));

const checkOf = (document: object, schema: object): Check => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(document);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`));
};

/** `/repos/{owner}/git/ref/{ref}`: a parameter may hold slashes only at the end. */
const templatePattern = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replace(/[.+]/g, '\\$&')
      .replace(/\{[^}]+\}$/, '.+')
      .replace(/\{[^}]+\}/g, '[^/]+')}$`,
  );

/** `nullable` without `type` is not JSON Schema; see the README of the descriptions. */
const withNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withNulls(member)]),
  );
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  return 'type' in rest ? { ...rest, nullable } : { anyOf: [rest, { type: 'null' }] };
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
