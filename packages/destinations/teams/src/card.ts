/** The few Adaptive Card elements we write. Type aliases, so that a card is a JSON object. */
export type TextRun = {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
  readonly color?: 'Good' | 'Warning' | 'Attention';
};
export type RichTextBlock = {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'Small' | 'Medium';
  readonly separator?: true;
};
export type OpenUrl = { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string };
export type AdaptiveCard = {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.4';
  readonly body: readonly RichTextBlock[];
  readonly actions: readonly OpenUrl[];
};

/** What a Workflows webhook takes. */
export type TeamsPayload = {
  readonly type: 'message';
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive';
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
};

/** A run of text: unlike in a TextBlock, nothing in it is read as Markdown. */
export const run = (text: string, style: Omit<TextRun, 'type' | 'text'> = {}): TextRun => ({
  type: 'TextRun',
  text,
  ...style,
});

/** One line of the card. */
export const line = (...inlines: readonly TextRun[]): RichTextBlock => ({
  type: 'RichTextBlock',
  inlines,
  spacing: 'Small',
});

/** The heading of a part of the card. */
export const heading = (text: string): RichTextBlock => ({
  type: 'RichTextBlock',
  inlines: [run(text, { weight: 'Bolder' })],
  spacing: 'Medium',
  separator: true,
});

/** A button to one of our own addresses; none when there is no such address or it is not HTTP. */
export const button = (title: string, url: string | null | undefined): readonly OpenUrl[] =>
  url && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? [{ type: 'Action.OpenUrl', title, url }] : [];

/** The message around a card. */
export const messageOf = (body: readonly RichTextBlock[], actions: readonly OpenUrl[]): TeamsPayload => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: '1.4',
        body,
        actions,
      },
    },
  ],
});
