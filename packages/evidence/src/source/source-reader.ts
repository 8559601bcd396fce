import type { ReasonV1 } from '@opsrunbook/contracts';
import { askSource, type Calling, type CallOptions } from './call-source.ts';
import { faultReason, type Question, type SourceWords } from './fault-reason.ts';

/** What a source answered, or why it did not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: ReasonV1 };

/** How to read a paged answer. */
export interface Pages<Page> {
  readonly ask: (token: string | undefined, options: CallOptions) => Promise<Page>;
  readonly next: (page: Page) => string | undefined;
  /** Takes a page; false means that no more is wanted. */
  readonly take: (page: Page) => boolean;
}

/** How far reading pages came: whether any was answered, and why it ended early. */
export interface PagesEnd {
  readonly answered: boolean;
  readonly reason?: ReasonV1;
}

/** Asks one source within a budget; what it does instead of answering comes back as a reason. */
export interface SourceReader extends Calling {
  ask<T>(question: Question, call: (options: CallOptions) => Promise<T>): Promise<Answer<T>>;
  pages<Page>(question: Question, pages: Pages<Page>): Promise<PagesEnd>;
}

/** A reader of the source that `words` describe. */
export const sourceReader = (calling: Calling, words: SourceWords): SourceReader => {
  const ask = async <T>(question: Question, call: (options: CallOptions) => Promise<T>): Promise<Answer<T>> => {
    const outcome = await askSource(calling, question.subject, call);
    return outcome.ok ? outcome : { ok: false, reason: faultReason(outcome.fault, question, words) };
  };
  const pages = async <Page>(question: Question, { ask: askPage, next, take }: Pages<Page>): Promise<PagesEnd> => {
    let token: string | undefined;
    for (let isFirst = true; ; isFirst = false) {
      const answer = await ask(question, (options) => askPage(token, options));
      if (!answer.ok) return { answered: !isFirst, reason: answer.reason };
      token = next(answer.value);
      if (!take(answer.value) || token === undefined) return { answered: true };
    }
  };
  return { ...calling, ask, pages };
};
