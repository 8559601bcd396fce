import { crc32 } from 'node:zlib';
import { InvalidInputError } from '@opsrunbook/core';
import { ARCHIVE_LIMITS, type ArchivedFile, pathProblem } from './archive-limits.ts';

/** Signatures of the three records, PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Length of a local header without its path. */
export const LOCAL_HEADER_BYTES = 30;

/** 1980-01-01 00:00, the earliest date the format knows: when an archive was made is no part of it. */
const DOS_DATE = 0x0021;

/** Version 1.0 is all that stored files need; made on Unix (3), so that the mode 0644 counts. */
const VERSION = 10;
const MADE_BY = (3 << 8) | VERSION;
const MODE = (0o100644 << 16) >>> 0;

/**
 * A zip archive: the same files give the same bytes on every machine. Files are stored, not deflated: the output of zlib differs
 * between its versions and processors, and a reader that takes stored files only cannot be made to inflate anything.
 */
export const writeZip = (files: readonly ArchivedFile[]): Uint8Array => {
  const problem = pathProblem(files.map(({ path }) => path));
  if (problem !== undefined) throw new InvalidInputError('not_archivable', `the archive cannot be written: ${problem}`);
  const records: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const header = headerOf(file);
    records.push(localRecord(header, file), file.bytes);
    directory.push(centralRecord(header, file, offset));
    offset += LOCAL_HEADER_BYTES + file.path.length + file.bytes.byteLength;
    if (offset > ARCHIVE_LIMITS.bytes)
      throw new InvalidInputError('not_archivable', `the archive would be larger than ${ARCHIVE_LIMITS.bytes} bytes`);
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...records, central, endRecord(files.length, central.byteLength, offset)]);
};

/** The part that local and central header share: version, flags (none), method (stored), time, date, CRC, sizes, lengths. */
const headerOf = ({ path, bytes }: ArchivedFile): Buffer => {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(VERSION, 0);
  header.writeUInt16LE(DOS_DATE, 8);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(bytes.byteLength, 14);
  header.writeUInt32LE(bytes.byteLength, 18);
  header.writeUInt16LE(path.length, 22);
  return header;
};

const localRecord = (header: Buffer, { path }: ArchivedFile): Buffer =>
  Buffer.concat([numbers32(LOCAL), header, Buffer.from(path, 'latin1')]);

const centralRecord = (header: Buffer, { path }: ArchivedFile, offset: number): Buffer => {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(MODE, 6);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([numbers32(CENTRAL), numbers16(MADE_BY), header, tail, Buffer.from(path, 'latin1')]);
};

const endRecord = (count: number, bytes: number, offset: number): Buffer =>
  Buffer.concat([numbers32(END), numbers16(0, 0, count, count), numbers32(bytes, offset), numbers16(0)]);

const numbers32 = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const numbers16 = (...values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
