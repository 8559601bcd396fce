/**
 * Whether a failure is the system error `code`, such as ENOENT. Looks at the shape: an error of Node's own is not an instance of
 * `Error` where code runs in a realm of its own, as under jest.
 */
export const isErrno = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
