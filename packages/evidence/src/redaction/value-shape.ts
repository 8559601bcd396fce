/** Whether a decimal digit occurs. */
export const hasDigit = (value: string): boolean => /\d/.test(value);

/** Whether both a decimal digit and an ASCII letter occur. */
export const hasDigitAndLetter = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value);

/** Whether digits, upper and lower case all occur, as in random text of base 62. */
export const isMixed = (value: string): boolean => /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the value is a UUID in its usual form. */
export const isUuid = (value: string): boolean => UUID.test(value);

/** Whether the body of a token is filling: one character many times over, as in `xxxxxxxx` or `00000000`. */
export const isFilling = (body: string): boolean =>
  /([xX0-9*#.])\1{7}/.test(body) || /^(?:[xX]{2,}[-_.]?)+$/.test(body.slice(0, 64));

/** Shannon entropy of the characters, in bits for one character. */
export const entropyOf = (value: string): number => {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
};
