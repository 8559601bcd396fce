/** Makes a switch over a closed set exhaustive: does not compile while a case is missing. */
export const assertNever = (value: never): never => {
  throw new TypeError(`unhandled case: ${JSON.stringify(value)}`);
};
