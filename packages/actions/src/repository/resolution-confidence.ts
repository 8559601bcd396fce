/** A rule an operator wrote; frames whose files exist at the commit that runs; an owner in the service catalogue. */
export const CONFIDENCE = { 'mapping-rule': 0.95, 'stack-trace': 0.85, 'suspected-owner': 0.5 } as const;
