import { IntegrityError } from '@opsrunbook/core';
import { ARCHIVE_LIMITS, type ArchivedFile, pathProblem } from './archive-limits.ts';
import { LOCAL_HEADER_BYTES, writeZip } from './write-zip.ts';

/**
 * The files of an archive that `writeZip` wrote. Every archive has one form only: the files found are written again and must give the
 * very bytes that were read, so nothing can hide before, between or behind them, nor be told one way by the headers and another way
 * by the directory. Nothing is inflated and no size is believed. Throws an Integrity error saying what is wrong.
 */
export const readZip = (archive: Uint8Array): readonly ArchivedFile[] => {
  if (archive.byteLength > ARCHIVE_LIMITS.bytes) throw broken(`it is larger than ${ARCHIVE_LIMITS.bytes} bytes`);
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = filesOf(bytes);
  const problem = pathProblem(files.map(({ path }) => path));
  if (problem !== undefined) throw broken(problem);
  if (!bytes.equals(writeZip(files)))
    throw broken('its headers or directory are not as npm run bundle writes them, or it holds more than its files');
  return files;
};

/** The first bytes of a local header, "PK\3\4". */
const LOCAL = 0x04034b50;

const filesOf = (bytes: Buffer): readonly ArchivedFile[] => {
  const files: ArchivedFile[] = [];
  let at = 0;
  while (at + LOCAL_HEADER_BYTES <= bytes.byteLength && bytes.readUInt32LE(at) === LOCAL) {
    const file = fileAt(bytes, at);
    files.push(file);
    if (files.length > ARCHIVE_LIMITS.files) throw broken(`it holds more than ${ARCHIVE_LIMITS.files} files`);
    at += LOCAL_HEADER_BYTES + file.path.length + file.bytes.byteLength;
  }
  if (files.length === 0) throw broken('it is no zip archive, or an empty one');
  return files;
};

const fileAt = (bytes: Buffer, at: number): ArchivedFile => {
  const [method, length] = [bytes.readUInt16LE(at + 8), bytes.readUInt32LE(at + 18)];
  const nameEnd = at + LOCAL_HEADER_BYTES + bytes.readUInt16LE(at + 26);
  const path = bytes.toString('latin1', at + LOCAL_HEADER_BYTES, nameEnd);
  if (method !== 0) throw broken(`${JSON.stringify(path.slice(0, 100))} is compressed`);
  if (nameEnd + length > bytes.byteLength) throw broken(`it ends within ${JSON.stringify(path.slice(0, 100))}`);
  return { path, bytes: bytes.subarray(nameEnd, nameEnd + length) };
};

const broken = (problem: string): IntegrityError =>
  new IntegrityError('archive_broken', `the archive is not one of ours: ${problem}`);
