import type { Scan } from './scan.ts';

const CRYPT =
  /^\$(?:(?:1|5|6|7|y|gy|sha1|md5|apr1|P|H)\$[./A-Za-z0-9=,-]{1,40}\$[./A-Za-z0-9$]{16,128}|2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}|(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d+)?)\$[A-Za-z0-9$=,+/.-]{24,256}|[PH]\$[./A-Za-z0-9]{31})/;

/** Finds a password hash in modular crypt format (`$6$salt$hash`) and returns its end, or the place itself. */
export const matchPasswordHash = (scan: Scan, index: number): number => {
  const found = CRYPT.exec(scan.slice(index, index + 320));
  if (found === null) return index;
  scan.add(index, index + found[0].length, 'password_hash');
  return index + found[0].length;
};
