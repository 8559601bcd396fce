/** A secret source whose value a test can change; counts how often it was told to forget. */
export interface FakeSecret {
  value: string | undefined;
  forgotten: number;
  read(): Promise<string | undefined>;
  forget(): void;
}

/** A secret; values in tests are obviously fake. */
export const fakeSecret = (value: string | undefined): FakeSecret => ({
  value,
  forgotten: 0,
  async read() {
    return this.value;
  },
  forget() {
    this.forgotten += 1;
  },
});
