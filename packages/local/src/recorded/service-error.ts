/** An error as the SDK throws it when a service refuses a call. */
export const serviceError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });

/** A page of items. A token is the position to go on from; a recording does not change between two pages. */
export const pageOf = <T>(all: readonly T[], token: string | undefined, pageSize: number, invalidToken: string) => {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0 || from > all.length) throw serviceError(invalidToken, 'invalid token');
  const until = from + pageSize;
  return { items: all.slice(from, until), next: until < all.length ? String(until) : undefined };
};
