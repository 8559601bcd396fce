export { type Answered, answerOf, refused, retryAfterMsOf, unsure } from './answer.ts';
export { oneLine, severalLines } from './evidence-text.ts';
export { type AnswerHeaders, type Exchange, type ExchangeLimits, type ExchangeRequest, exchange } from './exchange.ts';
export { readSecret, type SecretRead, type SecretSource } from './secret-source.ts';
