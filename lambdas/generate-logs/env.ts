import * as z from 'zod';

/** Environment of the failing demo service; deployed to dev stages only. */
export const GenerateLogsEnv = z.object({ SERVICE_NAME: z.string().min(1) });
export type GenerateLogsEnv = z.infer<typeof GenerateLogsEnv>;
