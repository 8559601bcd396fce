import { WILDCARD } from './mask.ts';

/** Messages that one statement is thought to have written: their common words, and which of the inputs they are. */
export interface TemplateCluster {
  tokens: string[];
  readonly members: number[];
}

/** Share of equal words from which two messages are one statement's, and how many first words must agree. */
const MIN_SIMILARITY: number = 0.5;
const PREFIX_WORDS = 2;

/** A word with digits left in it, or a wildcard, never steers the tree. */
const isSteering = (token: string): boolean => token !== WILDCARD && !/\d/.test(token);

/**
 * Fixed-depth parse tree (He et al., Drain, ICWS 2017): messages meet only those of the same number of words and the same
 * first words, and join the most similar cluster there.
 */
export const clusterBySimilarity = (messages: readonly (readonly string[])[]): readonly TemplateCluster[] => {
  const leaves = new Map<string, TemplateCluster[]>();
  const clusters: TemplateCluster[] = [];
  messages.forEach((tokens, index) => {
    const prefix = tokens.slice(0, PREFIX_WORDS).map((token) => (isSteering(token) ? token : WILDCARD));
    const key = `${tokens.length}\u0000${prefix.join('\u0000')}`;
    const leaf = leaves.get(key) ?? [];
    leaves.set(key, leaf);
    const home = mostSimilar(leaf, tokens);
    if (home === undefined) {
      const cluster = { tokens: [...tokens], members: [index] };
      leaf.push(cluster);
      clusters.push(cluster);
    } else {
      home.members.push(index);
      home.tokens = home.tokens.map((token, position) => (token === tokens[position] ? token : WILDCARD));
    }
  });
  return clusters;
};

const mostSimilar = (leaf: readonly TemplateCluster[], tokens: readonly string[]): TemplateCluster | undefined => {
  let best: TemplateCluster | undefined;
  let bestShare = MIN_SIMILARITY;
  for (const cluster of leaf) {
    const same = tokens.reduce((count, token, index) => count + (cluster.tokens[index] === token ? 1 : 0), 0);
    const share = same / Math.max(1, tokens.length);
    if (share > bestShare) {
      best = cluster;
      bestShare = share;
    }
  }
  return best;
};
