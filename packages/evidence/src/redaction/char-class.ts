/** Bits of the character classes; a class is a sum of them, so one table lookup answers every "is it one of". */
export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
export const HEX_LETTER = 8;
export const DASH = 16;
export const UNDERSCORE = 32;
export const DOT = 64;
export const PLUS_SLASH = 128;
export const EQUALS = 256;
export const TILDE = 512;
export const BLANK = 1024;
export const QUOTE = 2048;
export const COLON = 4096;
export const LINE_END = 8192;

export const LETTER = UPPER | LOWER;
export const ALNUM = LETTER | DIGIT;
export const HEX = DIGIT | HEX_LETTER;
export const WORD = ALNUM | UNDERSCORE;
export const BASE64 = ALNUM | PLUS_SLASH | EQUALS;
export const BASE64_URL = ALNUM | DASH | UNDERSCORE;
/** Characters of a key name in code, configuration and headers. */
export const NAME = ALNUM | UNDERSCORE | DASH | DOT;
export const SPACE = BLANK | LINE_END;

/** One entry for each UTF-16 unit, so that no reader has to compare bounds. */
const FLAGS = new Uint16Array(65_536);

const mark = (characters: string, flag: number): void => {
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    FLAGS[code] = (FLAGS[code] ?? 0) | flag;
  }
};

mark('0123456789', DIGIT);
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZ', UPPER);
mark('abcdefghijklmnopqrstuvwxyz', LOWER);
mark('abcdefABCDEF', HEX_LETTER);
mark('-', DASH);
mark('_', UNDERSCORE);
mark('.', DOT);
mark('+/', PLUS_SLASH);
mark('=', EQUALS);
mark('~', TILDE);
mark(' \t', BLANK);
mark('"\'`', QUOTE);
mark(':', COLON);
mark('\n\r', LINE_END);

/** Whether the UTF-16 unit belongs to the class; ASCII only, every other unit belongs to none. */
export const isIn = (code: number, characterClass: number): boolean => ((FLAGS[code] ?? 0) & characterClass) !== 0;
