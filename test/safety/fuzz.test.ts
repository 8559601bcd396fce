import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { report, startApi } from '../../lambdas/api/test-setup.ts';
import { type Random, seededRandom } from '../../packages/evidence/src/redaction/testing/fake-values.ts';
import { randomBody, randomBytes, randomJson, randomText } from './random-input.ts';

const CASES = Number(process.env.FUZZ_CASES ?? 10_000);
/** Another seed on every run, unless one is given to repeat a run. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
process.stderr.write(`fuzz: ${CASES} cases, FUZZ_SEED=${SEED}\n`);

/** Runs a check for every case, each under a seed of its own that is named when it fails. */
const forEachCase = async (check: (random: Random) => void | Promise<void>): Promise<void> => {
  for (let number = 0; number < CASES; number++) {
    try {
      await check(seededRandom(SEED + number * 7_919));
    } catch (cause) {
      throw new Error(`case ${number} of FUZZ_SEED=${SEED}`, { cause });
    }
  }
};

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ANSWERS = new Set([202, 400, 404, 409, 413]);

const expectTyped = async (response: Response): Promise<void> => {
  if (!ANSWERS.has(response.status)) throw new Error(`answered ${response.status}: ${await response.text()}`);
  if (response.status >= 400) ProblemV1.parse(await response.json());
};

describe('any input', () => {
  it('as a body is accepted or refused with problem details, never a failure of ours', async () => {
    let accepted = 0;
    await forEachCase(async (random) => {
      const response = await api.post(randomBody(random));
      await expectTyped(response);
      if (response.status === 202) accepted += 1;
    });
    expect(api.failures).toEqual([]);
    expect(accepted).toBeGreaterThan(CASES / 200);
  }, 300_000);

  it('as a path, query or key is answered with problem details or taken', async () => {
    await forEachCase(async (random) => {
      const text = encodeURIComponent(randomText(random).toWellFormed());
      const path = [`/v1/incidents/${text}`, `/v1/incidents?cursor=${text}`, `/v1/incidents?limit=${text}`, `/${text}`];
      const response = await api.get(path[Math.floor(random() * path.length)] ?? '/');
      if (response.status !== 200) await expectTyped(response);
      const key = Buffer.from(randomBytes(random))
        .toString('latin1')
        .replace(/[\0\r\n]/g, '')
        .trim();
      if (random() < 0.02) await expectTyped(await api.post(report(), { 'idempotency-key': key }));
    });
    expect(api.failures).toEqual([]);
  }, 300_000);

  it('passes the gate as JSON of the same bytes the second time', async () => {
    const gate = await api.deps.gate();
    await forEachCase((random) => {
      const once = gate.pass(randomJson(random)).value;
      const text = canonicalJson(once);
      if (canonicalJson(gate.pass(once).value) !== text) throw new Error(`the second pass changed ${text}`);
      if (canonicalJson(JSON.parse(text)) !== text) throw new Error(`it reads back differently: ${text}`);
      if (!text.isWellFormed()) throw new Error(`it cannot be stored: ${text}`);
    });
  }, 300_000);
});
