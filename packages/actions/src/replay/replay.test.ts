import { describe, expect, it } from '@jest/globals';
import { ActionsConfigV1 } from '@opsrunbook/contracts';
import { packetOf, resolutionOf } from '../../../testing/src/actions/packet-of.ts';
import { plan } from '../plan.ts';
import { replay } from './replay.ts';

const CONFIG = ActionsConfigV1.parse({ schema_version: '1', jira: { project_key: 'OPS' } });
const stored = { packet: packetOf(), plan: plan(packetOf(), CONFIG, resolutionOf()), resolution: resolutionOf() };

describe('replay', () => {
  it('matches when nothing changed', () => {
    const replayed = replay({ ...stored, reanalyze: () => packetOf() }, CONFIG);
    expect(replayed).toMatchObject({ match: true, packet_match: true, plan_match: true, diffs: [] });
    expect(replayed.versions.differ).toBe(false);
    expect(replayed.new_plan_preview).toEqual(stored.plan);
  });

  it('shows what another verdict changes in packet and plan', () => {
    const replayed = replay({ ...stored, reanalyze: () => packetOf({ verdict: 'likely' }) }, CONFIG);
    expect(replayed).toMatchObject({ match: false, packet_match: false, plan_match: false });
    expect(replayed.diffs).toContainEqual({ op: 'replace', path: '/packet/verdict', value: 'likely' });
    expect(replayed.diffs).toContainEqual({ op: 'replace', path: '/plan/actions/0/facts/verdict', value: 'likely' });
  });

  it('tells a changed configuration from a changed packet', () => {
    const off = ActionsConfigV1.parse({ schema_version: '1' });
    const replayed = replay({ ...stored, reanalyze: () => packetOf() }, off);
    expect(replayed).toMatchObject({ match: false, packet_match: true, plan_match: false });
  });

  it('says when the analyzer is another by now', () => {
    const replayed = replay({ ...stored, reanalyze: () => packetOf({ analyzer_version: '2.0.0' }) }, CONFIG);
    expect(replayed.versions).toMatchObject({
      stored: { analyzer: '1.0.0' },
      current: { analyzer: '2.0.0' },
      differ: true,
    });
  });

  it('compares the packet alone when the run was never acted on', () => {
    const replayed = replay({ ...stored, plan: null, reanalyze: () => packetOf() }, CONFIG);
    expect(replayed).toMatchObject({ match: true, plan_match: true, diffs: [] });
  });
});
