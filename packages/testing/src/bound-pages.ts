import { awsError } from './aws-error.ts';

export interface BoundPagesProps {
  /** The request a token belongs to: all of its input but the token. */
  readonly request: object;
  readonly token: string | undefined;
  readonly pageSize: number;
  /** The provider's name for a token it did not give. */
  readonly invalidToken: string;
}

/** A page of items, and a token that works only with the very request it was given for. */
export const boundPage = <T>(items: readonly T[], { request, token, pageSize, invalidToken }: BoundPagesProps) => {
  const from = token === undefined ? 0 : Number(/^\{"from":(\d+)/.exec(token)?.[1] ?? Number.NaN);
  const tokenFor = (offset: number) => JSON.stringify({ from: offset, request });
  if (token !== undefined && token !== tokenFor(from)) throw awsError(invalidToken);
  const until = from + pageSize;
  return { page: items.slice(from, until), next: until < items.length ? tokenFor(until) : undefined };
};
