import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { analyze, checkPacket } from '@opsrunbook/analyzer';
import { canonicalJson } from '@opsrunbook/core';
import { openDataset } from '../../scripts/eval/open-dataset.ts';
import { CATALOGUE } from '../../scripts/eval/scenarios/catalogue.ts';
import { sealCase } from '../../scripts/eval/seal-case.ts';

const DIR = import.meta.dirname;
const { cases, readLabels } = openDataset(DIR);
const packets = cases.map((source) => {
  const bundle = sealCase(source, source.read());
  return { source, bundle, packet: analyze(bundle) };
});

describe('the scenario pack', () => {
  it('holds at least thirty incidents, and a label for every case', () => {
    const labels = readLabels();
    expect(Object.keys(labels)).toEqual(expect.arrayContaining(cases.map(({ name }) => name)));
    expect(cases.filter(({ name }) => labels[name]?.entity !== null).length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(JSON.parse(readFileSync(join(DIR, 'labels.json'), 'utf8')))).toHaveLength(2 * CATALOGUE.length);
  });

  it('gives the same evidence for the same seed', () => {
    for (const { source, bundle } of packets.slice(0, 5)) {
      expect(canonicalJson(sealCase(source, source.read()).manifest)).toBe(canonicalJson(bundle.manifest));
    }
  });

  it('gives packets that keep their promises', () => {
    expect(packets.flatMap(({ packet, bundle }) => checkPacket(packet, bundle))).toEqual([]);
  });

  it('finds the cause of nine in ten incidents first, and blames nobody for a healthy window', () => {
    const labels = readLabels();
    const top = ({ packet }: (typeof packets)[number]) => packet.suspects[0];
    const incidents = packets.filter(({ source }) => labels[source.name]?.entity !== null);
    const right = incidents.filter((one) => top(one)?.entity === labels[one.source.name]?.entity);
    expect(right.length / incidents.length).toBeGreaterThanOrEqual(0.9);
    const healthy = packets.filter(({ source }) => labels[source.name]?.entity === null);
    expect(healthy.filter((one) => (top(one)?.confidence ?? 0) >= 0.5)).toEqual([]);
  });
});
