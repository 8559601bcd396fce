export { ARCHIVE_LIMITS, type ArchivedFile } from './archive-limits.ts';
export * from './bundle-index-v1.ts';
export type { BundleSource } from './bundle-source.ts';
export { type CheckBundleOptions, checkBundle } from './check-bundle.ts';
export { type BundledRun, type CreateBundleDeps, createBundle } from './create-bundle.ts';
export { LedgerHistoryV1 } from './ledger-history-v1.ts';
export { keyIdOf, publicKeyOfPem } from './signature.ts';
export type { Signed, Signer } from './signer.ts';
export { type RunToVerify, type VerificationCheck, verifyRun } from './verify-run.ts';
