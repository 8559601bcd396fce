import type { ResourceRefV1, ScopeV1 } from '@opsrunbook/contracts';
import { resourceOfArn } from './resource-of-arn.ts';

/** Every resource a scope names, whichever way: by type and name, by ARN, as a state machine. Each once, ordered by type and name. */
export const scopeResources = (scope: ScopeV1): readonly ResourceRefV1[] => {
  const named: readonly ResourceRefV1[] = [
    ...scope.resources,
    ...scope.resource_arns.map(resourceOfArn).flatMap((one) => ('resource' in one ? [one.resource] : [])),
    ...scope.state_machine_arns.map((name) => ({ type: 'step-functions' as const, name })),
  ];
  const byKey = new Map(named.map((resource) => [`${resource.type} ${resource.name}`, resource]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
};

/** The name a resource goes by outside CloudWatch: what traces and change records call it. */
export const plainName = ({ type, name }: ResourceRefV1): string => {
  switch (type) {
    case 'step-functions':
      return /:stateMachine:([^:]+)/.exec(name)?.[1] ?? name;
    case 'ecs':
      return name.split('/').at(-1) ?? name;
    case 'alb':
      return /^app\/([^/]+)/.exec(name)?.[1] ?? name;
    default:
      return name;
  }
};
