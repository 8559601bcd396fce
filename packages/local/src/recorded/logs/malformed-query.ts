/** An error as the AWS SDK throws it. */
export const providerError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });

/** Refuses a part of a query that recorded telemetry cannot answer honestly. */
export const malformed = (part: string, expected: string): Error =>
  providerError('MalformedQueryException', `recorded Logs Insights does not know "${part}"; ${expected}`);
