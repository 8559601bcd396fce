export { analyze, rawSuspicions } from './analyze.ts';
export { ANALYZER_VERSION, configHash } from './analyzer-config.ts';
export { calibrationFeatures } from './calibrated-confidence.ts';
export { checkPacket } from './check-packet.ts';
export type { EvidenceBundle } from './evidence-bundle.ts';
export { gatedPacket } from './gated-packet.ts';
export { packetHash, sealPacket } from './packet-hash.ts';
export { type LogTemplate, mineTemplates } from './templates/mine-templates.ts';
