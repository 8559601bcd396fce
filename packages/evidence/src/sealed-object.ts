import type { ObjectRefV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue, sha256Hex } from '@opsrunbook/core';
import type { Gated } from './gate.ts';

/** Bytes ready to be stored: the canonical JSON of a value that passed the gate. Nothing but `seal` makes one. */
export class SealedObject {
  readonly #text: string;
  readonly sha256: string;
  readonly bytes: number;

  private constructor(text: string) {
    this.#text = text;
    this.sha256 = sha256Hex(text);
    this.bytes = Buffer.byteLength(text);
  }

  static seal(gated: Gated<JsonValue>): SealedObject {
    return new SealedObject(canonicalJson(gated.value));
  }

  get text(): string {
    return this.#text;
  }

  /** Where and what, for manifests and events. */
  ref(key: string): ObjectRefV1 {
    return { key, sha256: this.sha256, bytes: this.bytes };
  }
}
