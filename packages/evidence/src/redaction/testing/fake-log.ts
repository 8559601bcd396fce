import {
  ALPHANUMERIC,
  characters,
  fakeCard,
  fakeIban,
  fakeJwt,
  fakePassword,
  fakePrivateKey,
  HEXADECIMAL,
  oneOf,
  type Random,
} from './fake-values.ts';

/** A text and the secrets that were put into it. */
export interface FakeLog {
  readonly text: string;
  readonly secrets: readonly string[];
}

const fakeToken = (random: Random): string =>
  oneOf<() => string>(random, [
    () => `ghp_${characters(random, ALPHANUMERIC, 36)}`,
    () => `AKIA${characters(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 18).slice(0, 16)}`,
    () => `glpat-${characters(random, ALPHANUMERIC, 20)}`,
    () => `xoxb-${characters(random, '0123456789', 12).replace('a', '1')}-${characters(random, ALPHANUMERIC, 24)}`,
    () => `sk_live_${characters(random, ALPHANUMERIC, 24)}`,
    () => `npm_${characters(random, ALPHANUMERIC, 36)}`,
    () => `dapi${characters(random, HEXADECIMAL, 32)}`,
    () => fakeJwt(random),
  ])();

/** Lines with a secret: the text around it and the secret itself. */
const SECRET_LINES: readonly [(random: Random) => FakeLog, ...((random: Random) => FakeLog)[]] = [
  (random) =>
    around(fakeToken(random), (token) => `2026-03-03T10:02:11Z INFO calling upstream with ${token} attempt=2`),
  (random) =>
    around(fakePassword(random), (password) => `2026-03-03T10:02:11Z WARN db_password=${password} user_id=12`),
  (random) => around(fakePassword(random), (password) => JSON.stringify({ user: 'app', password, port: 5432 })),
  (random) => around(fakePassword(random), (password) => JSON.stringify({ message: JSON.stringify({ password }) })),
  (random) => around(characters(random, ALPHANUMERIC, 40), (token) => `Authorization: Bearer ${token}`),
  (random) => around(fakePassword(random), (password) => `connect postgres://app:${password}@db.example.com:5432/x`),
  (random) => around(characters(random, ALPHANUMERIC, 32), (key) => `  API_KEY: "${key}"`),
  (random) => around(characters(random, ALPHANUMERIC, 12), (local) => `user <${local}@mail.example.net> logged in`),
  (random) => around(fakeCard(random, '4'), (card) => `{"pan":"${card}","exp":"12/29"}`),
  (random) => around(fakeIban(random), (iban) => `payout to ${iban} failed`),
  (random) => around(fakePrivateKey(random, '\n'), (key) => `loaded key\n${key}\ndone`),
  (random) => around(fakePrivateKey(random, '\n'), (key) => JSON.stringify({ app: 1, private_key: key })),
  (random) =>
    around(characters(random, HEXADECIMAL, 40), (token) => `curl -H 'X-Api-Key: ${token}' https://api.example.com/v1`),
  (random) =>
    around(characters(random, ALPHANUMERIC, 30), (session) => `cookie: theme=dark; session=${session}; lang=en`),
];

const around = (secret: string, line: (secret: string) => string): FakeLog => ({
  text: line(secret),
  secrets: [secret],
});

const plainLine = (random: Random): string =>
  oneOf<() => string>(random, [
    () => `2026-03-03T10:02:11.120Z INFO request_id=${characters(random, HEXADECIMAL, 32)} status=200 duration_ms=12`,
    () => 'at com.example.auth.TokenProvider.refresh(TokenProvider.java:42)',
    () =>
      JSON.stringify({ level: 'warn', trace_id: characters(random, HEXADECIMAL, 32), msg: 'token expired \\ "retry"' }),
    () => `level=info caller=server.go:52 msg="compaction done" blocks=${Math.floor(random() * 90)}`,
    () => 'Über naïve cafés — 東京 ✅ \u001b[31mERROR\u001b[0m secret rotation is enabled',
  ])();

/** A few log lines, some of them with a secret. */
export const fakeLog = (random: Random): FakeLog => {
  const lines: string[] = [];
  const secrets: string[] = [];
  const count = 1 + Math.floor(random() * 4);
  for (let line = 0; line < count; line++) {
    if (random() < 0.4) lines.push(plainLine(random));
    const secret = oneOf(random, SECRET_LINES)(random);
    lines.push(secret.text);
    secrets.push(...secret.secrets);
  }
  return { text: lines.join('\n'), secrets };
};
