/** A signature and the key that verifies it. */
export interface Signed {
  readonly signature: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

/** Signs with Ed25519 under a key that never leaves its keeper: a file on one machine, KMS on AWS. */
export interface Signer {
  sign(message: Uint8Array): Promise<Signed>;
}
