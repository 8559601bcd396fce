import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { sha256Hex } from '@opsrunbook/core';
import type { ArchivedFile } from './archive-limits.ts';
import { readZip } from './read-zip.ts';
import { writeZip } from './write-zip.ts';

const file = (path: string, text = path): ArchivedFile => ({ path, bytes: Buffer.from(text) });
const FILES = [file('bundle.json', '{}'), file('evidence/inc-1/run-1.json', 'ä\0b'), file('empty.txt', '')];
const archive = () => Buffer.from(writeZip(FILES));
const textsOf = (files: readonly ArchivedFile[]) =>
  files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]);

/** Python's standard library reads zip archives; a machine without it proves less, and says so. */
const UNPACK =
  'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])';
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stderr.write('SKIPPED: unpacking a bundle with another tool; there is no python3\n');

describe('writing an archive', () => {
  it('gives the same bytes for the same files, on every machine', () => {
    expect(sha256Hex(archive())).toBe('989ccb903b2b80524d02698d117c5e30a1eab352dfc623d7028c1319eac52b33');
  });

  (hasPython ? it : it.skip)('gives an archive that other tools unpack', () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsrunbook-zip-'));
    writeFileSync(join(folder, 'a.zip'), archive());
    execFileSync('python3', ['-c', UNPACK, join(folder, 'a.zip'), folder]);
    expect(readFileSync(join(folder, 'evidence/inc-1/run-1.json'), 'utf8')).toBe('ä\0b');
    rmSync(folder, { recursive: true });
  });

  it.each(['../up', '/etc/passwd', 'a//b', 'C:\\x', 'a/./b', 'a/..', '.hidden', 'é.txt', 'a b', '', 'x'.repeat(201)])(
    'refuses the path %j',
    (path) => {
      expect(() => writeZip([file(path)])).toThrow(/not allowed/);
    },
  );

  it('refuses paths that meet on a file system', () => {
    expect(() => writeZip([file('a'), file('A')])).toThrow(/A twice/);
    expect(() => writeZip([file('a/b'), file('a')])).toThrow(/both a file and a folder/);
  });
});

describe('reading an archive', () => {
  it('gives back what was written', () => {
    expect(textsOf(readZip(archive()))).toEqual(textsOf(FILES));
  });

  it('reads an archive that lies inside a larger buffer', () => {
    const padded = Buffer.concat([Buffer.alloc(7), archive()]);
    expect(textsOf(readZip(padded.subarray(7)))).toEqual(textsOf(FILES));
  });

  it('notices every changed byte', () => {
    const original = archive();
    for (let at = 0; at < original.length; at++) {
      const changed = Buffer.from(original);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      const read = () => textsOf(readZip(changed));
      expect(`${at} ${outcomeOf(read)}`).toBe(`${at} Integrity`);
    }
  });

  it.each(['aa', 'AA', '..', 'b/', 'C:'])('refuses the path %j beside aa', (path) => {
    const two = Buffer.from(writeZip([file('aa', '1'), file('bb', '2')]));
    const changed = Buffer.from(two.toString('latin1').replaceAll('bb', path), 'latin1');
    expect(() => readZip(changed)).toThrow(/which is not allowed|twice/);
  });

  it('notices every cut', () => {
    for (let length = 0; length < archive().length; length++) {
      expect(`${length} ${outcomeOf(() => readZip(archive().subarray(0, length)))}`).toBe(`${length} Integrity`);
    }
  });

  it.each([
    ['bytes before it', () => Buffer.concat([Buffer.from('#!/bin/sh\n'), archive()])],
    ['bytes behind it', () => Buffer.concat([archive(), Buffer.from('x')])],
    ['a comment', () => withComment(archive())],
    ['two archives in one', () => Buffer.concat([archive(), archive()])],
    ['a claimed size of 4 GB', () => patched(archive(), 18, Buffer.from([0xff, 0xff, 0xff, 0xff]))],
    ['a path of 65,535 bytes', () => patched(archive(), 26, Buffer.from([0xff, 0xff]))],
    [
      'a path out of the folder',
      () => Buffer.from(archive().toString('latin1').replaceAll('bundle.json', '../le.json2'), 'latin1'),
    ],
    ['a deflated file', () => patched(archive(), 8, Buffer.from([8, 0]))],
    ['a bomb', () => Buffer.concat([archive().subarray(0, 30), deflateRawSync(Buffer.alloc(10_000_000))])],
    ['nothing', () => Buffer.alloc(0)],
    ['an empty archive', () => Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])],
    [
      '100,000 empty files',
      () =>
        Buffer.concat(
          Array.from({ length: 100_000 }, () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26)])),
        ),
    ],
  ])('refuses %s', (_what, bytes) => {
    expect(outcomeOf(() => readZip(bytes()))).toBe('Integrity');
  });
});

const outcomeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
};

const patched = (bytes: Buffer, at: number, patch: Buffer): Buffer => {
  patch.copy(bytes, at);
  return bytes;
};

const withComment = (bytes: Buffer): Buffer =>
  Buffer.concat([patched(bytes, bytes.length - 2, Buffer.from([1, 0])), Buffer.from('c')]);
