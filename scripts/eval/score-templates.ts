/** Share of lines whose group holds exactly the lines of their true group (grouping accuracy, Zhu et al., ICSE-SEIP 2019). */
export const groupingAccuracy = (truth: readonly string[], groups: readonly string[]): number => {
  const correct = correctGroups(truth, groups);
  return truth.filter((_, index) => correct.has(groups[index] ?? '')).length / truth.length;
};

/** F1 over groups: how many found groups are exactly a true one (Jiang et al., ISSTA 2024: F1 of grouping accuracy). */
export const groupF1 = (truth: readonly string[], groups: readonly string[]): number => {
  const correct = correctGroups(truth, groups).size;
  const precision = correct / new Set(groups).size;
  const recall = correct / new Set(truth).size;
  return correct === 0 ? 0 : (2 * precision * recall) / (precision + recall);
};

const correctGroups = (truth: readonly string[], groups: readonly string[]): ReadonlySet<string> => {
  const trueSizes = counts(truth);
  const members = Map.groupBy(groups.keys(), (index) => groups[index] ?? '');
  const correct = new Set<string>();
  for (const [group, indexes] of members) {
    const labels = new Set(indexes.map((index) => truth[index] ?? ''));
    const [label = ''] = labels;
    if (labels.size === 1 && trueSizes.get(label) === indexes.length) correct.add(group);
  }
  return correct;
};

const counts = (values: readonly string[]): ReadonlyMap<string, number> => {
  const all = new Map<string, number>();
  for (const value of values) all.set(value, (all.get(value) ?? 0) + 1);
  return all;
};
