/**
 * The name of the role or user in an ARN, never the session's: people put mail addresses there. Other text, like the name of an
 * AWS service, stays as it is.
 */
export const principalName = (arn: string): string => {
  const path = /^arn:[^:]*:(?:iam|sts)::\d*:(.+)$/.exec(arn)?.[1];
  if (path === undefined) return arn;
  const [kind, ...rest] = path.split('/');
  if (kind === 'assumed-role') return rest[0] ?? path;
  return rest.at(-1) ?? kind ?? path;
};
