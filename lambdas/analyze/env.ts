import * as z from 'zod';

/** Environment of the analyzer function. */
export const AnalyzeEnv = z.object({
  PACKETS_TABLE: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type AnalyzeEnv = z.infer<typeof AnalyzeEnv>;
