import type { EvidenceStore, SealedObject } from '@opsrunbook/evidence';

/** An evidence store in memory: written once, like the real ones. */
export class MemoryEvidenceStore implements EvidenceStore {
  readonly objects = new Map<string, Uint8Array>();

  async putOnce(key: string, object: SealedObject): Promise<'created' | 'exists'> {
    if (this.objects.has(key)) return 'exists';
    this.objects.set(key, Buffer.from(object.text));
    return 'created';
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.objects.get(key);
  }

  async has(key: string): Promise<boolean> {
    return this.objects.has(key);
  }

  /** The text under a key; throws when there is none. */
  text(key: string): string {
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new Error(`nothing was stored under ${key}`);
    return Buffer.from(bytes).toString('utf8');
  }
}
