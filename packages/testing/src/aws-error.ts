/** An error as the AWS SDK throws it. */
export const awsError = (name: string, fault: 'client' | 'server' = 'client', message = name): Error =>
  Object.assign(new Error(message), { name, $fault: fault, $metadata: {} });
