import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from './synthesize.ts';

/** One permission: who may do what on which resource, and under which condition. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** Every permission of every role in a template, ordered, with logical ids replaced by paths. */
export const grantsOf = (template: Template): readonly Grant[] => {
  const paths = pathsOf(template);
  return resourcesOf(template, 'AWS::IAM::Policy')
    .flatMap(({ properties }) =>
      list(properties.PolicyDocument.Statement)
        .filter(isAllowed)
        .flatMap((statement) =>
          list(properties.Roles).flatMap((role) =>
            list(statement.Action).flatMap((action) =>
              list(statement.Resource).map((resource) => ({
                role: readable(role, paths).replace(/\/Role$/, ''),
                action,
                resource: readable(resource, paths),
              })),
            ),
          ),
        ),
    )
    .sort((a, b) => lineOf(a).localeCompare(lineOf(b)));
};

/** A permission on one line. */
export const lineOf = ({ role, action, resource }: Grant): string => `${role}: ${action} on ${resource}`;

const isAllowed = ({ Effect }: { readonly Effect: string }): boolean => Effect === 'Allow';

const list = (value: unknown) => [value].flat(1).map((each) => JSON.parse(JSON.stringify(each)));

const pathsOf = (template: Template): ReadonlyMap<string, string> => {
  const types = new Set(Object.values(template.toJSON().Resources).map((resource) => String(Object(resource).Type)));
  return new Map([...types].flatMap((type) => resourcesOf(template, type).map(({ id, path }) => [id, path] as const)));
};

/** An intrinsic function as a person would say it: `Storage/Evidence/evidence/*`, `log-group:*`. */
const readable = (value: ReturnType<typeof JSON.parse>, paths: ReadonlyMap<string, string>): string => {
  if (typeof value === 'string') return value;
  if (value.Ref !== undefined) return paths.get(value.Ref) ?? value.Ref;
  if (value['Fn::GetAtt'] !== undefined) return paths.get(value['Fn::GetAtt'][0]) ?? JSON.stringify(value);
  if (value['Fn::Select'] !== undefined) return `name of ${readable(value['Fn::Select'][1]['Fn::Split'][1], paths)}`;
  const joined: string = value['Fn::Join'][1].map((part: unknown) => readable(part, paths)).join('');
  return joined.replace(/^arn:AWS::Partition:(\w+):AWS::Region:AWS::AccountId:/, '$1 of this account: ');
};
