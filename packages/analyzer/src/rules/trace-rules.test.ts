import { describe, expect, it } from '@jest/globals';
import type { EvidenceV1 } from '@opsrunbook/contracts';
import {
  bundleOf,
  investigate,
  logRow,
  logsEvidence,
  segmentId,
  traceSegments,
  tracesEvidence,
} from '../../test/build-bundle.ts';
import { analyze } from '../analyze.ts';
import { checkPacket } from '../check-packet.ts';
import { traceRules } from './trace-rules.ts';

const BASELINE = Array.from({ length: 20 }, (_, id) => id);
const WINDOW = Array.from({ length: 20 }, (_, id) => id + 20);
/** web calls shop over a client segment, shop works `work` ms, and the network takes `gap` ms. */
const trace = (id: number, minute: number, work: number, gap: number) =>
  traceSegments(id, minute, [
    ['web', null, 0, 20 + work + gap],
    ['web', 0, 5, 15 + work + gap],
    ['shop', 1, 5 + gap / 2, 5 + gap / 2 + work],
  ]);
const traces = (work: number, gap: number): EvidenceV1 =>
  tracesEvidence([
    ...BASELINE.flatMap((id) => trace(id, -30, 10, 2)),
    ...WINDOW.flatMap((id) => trace(id, 5, work, gap)),
  ]);
const bySuspicion = (evidence: readonly EvidenceV1[]) =>
  traceRules(investigate(evidence)).toSorted((a, b) => b.blame - a.blame);

describe('traceRules', () => {
  it('charges longer work to who works', () => {
    const [first] = bySuspicion([traces(200, 2)]);
    expect(first).toMatchObject({ rule: 'trace-time', entity: 'shop' });
    expect(first?.claim).toBe('shop handle: 10 ms before, 200 ms now, over 20 requests');
  });

  it('charges time between two services to the callee', () => {
    const [first] = bySuspicion([traces(10, 500)]);
    expect(first).toMatchObject({ entity: 'shop' });
    expect(first?.claim).toContain('calls of web to shop');
  });

  it('says nothing of times as usual, nor of a move within a fifth and a millisecond', () => {
    expect(bySuspicion([traces(10, 2)])).toEqual([]);
    expect(bySuspicion([traces(12.9, 2)])).toEqual([]);
    expect(bySuspicion([traces(13.1, 2)])).toHaveLength(1);
  });

  const line = (id: number, minute: number, text: string, index: number, group: string) =>
    logRow(minute, `${text} span=${segmentId(id, index)}`, group);
  const logs = (during: (id: number) => readonly [string, string]) =>
    logsEvidence([
      ...BASELINE.flatMap((id) => [
        line(id, -30, 'INFO page sent', 0, 'web'),
        line(id, -30, 'INFO item found', 2, 'shop'),
      ]),
      ...WINDOW.flatMap((id) => {
        const [web, shop] = during(id);
        return [line(id, 5, web, 0, 'web'), line(id, 5, shop, 2, 'shop')];
      }),
    ]);

  it('blames the callee that fails and takes its caller’s shouting off', () => {
    const drafts = bySuspicion([traces(10, 2), logs(() => ['ERROR page failed: backend', 'ERROR no such item'])]);
    expect(drafts.filter(({ blame }) => blame > 0).map(({ entity }) => entity)).toEqual(['shop']);
    expect(drafts.find(({ role }) => role === 'relay')?.entity).toBe('web');
  });

  it('notices a statement that is no longer written', () => {
    const drafts = bySuspicion([traces(10, 2), logs(() => ['INFO page sent', 'INFO starting'])]);
    expect(drafts[0]?.claim).toContain('shop handle: no longer “INFO item found');
  });

  it('takes no offence at one error in the place of another', () => {
    const swapped = logsEvidence([
      ...BASELINE.map((id) => line(id, -30, 'ERROR first kind of failure', 2, 'shop')),
      ...WINDOW.map((id) => line(id, 5, 'ERROR quite another thing', 2, 'shop')),
    ]);
    expect(bySuspicion([traces(10, 2), swapped])).toEqual([]);
  });

  it('cites segments and rows that resolve, and counts a segment delivered twice once', () => {
    const evidence = [logs(() => ['ERROR page failed: backend', 'ERROR no such item']), traces(10, 2)];
    const bundle = bundleOf(evidence);
    expect(checkPacket(analyze(bundle), bundle)).toEqual([]);
    const twice = traces(200, 2);
    if (twice.collector !== 'traces') throw new TypeError('expected traces');
    const doubled = tracesEvidence([...twice.data.segments, ...twice.data.segments]);
    expect(bySuspicion([doubled])[0]?.claim).toContain('over 20 requests');
  });
});
