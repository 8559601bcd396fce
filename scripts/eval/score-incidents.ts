/** One prediction and the truth of its case. `entity` null: a healthy window. */
export interface ScoredCase {
  readonly name: string;
  readonly group: string;
  readonly entity: string | null;
  readonly ranked: readonly { readonly entity: string; readonly confidence: number }[];
  readonly runtimeMs: number;
}

/** Wilson score interval of 95 % (Wilson 1927, z = 1.96). */
export const wilson = (hits: number, total: number): readonly [number, number] => {
  if (total === 0) return [0, 1];
  const z = 1.96;
  const share = hits / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [(centre - spread) / scale, (centre + spread) / scale];
};

/** 1-based place of the cause; Infinity when it is not ranked. */
export const placeOf = ({ entity, ranked }: ScoredCase): number => {
  const index = ranked.findIndex((one) => one.entity === entity);
  return index < 0 ? Number.POSITIVE_INFINITY : index + 1;
};

/** What a case claims: the first entity's confidence, and whether it is right. Blaming anyone in a healthy window is wrong. */
export const claimOf = (scored: ScoredCase) => ({
  confidence: scored.ranked[0]?.confidence ?? 0,
  isRight: scored.entity !== null && placeOf(scored) === 1,
});

type Claim = ReturnType<typeof claimOf>;

const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((total, value) => total + value, 0) / values.length;

/** Mean squared distance of confidence and truth (Brier 1950). */
export const brier = (claims: readonly Claim[]): number =>
  mean(claims.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2));

const errorOf = (bins: readonly (readonly Claim[])[], total: number): number =>
  bins
    .filter((bin) => bin.length > 0)
    .reduce((error, bin) => {
      const gap = mean(bin.map(({ confidence }) => confidence)) - mean(bin.map(({ isRight }) => (isRight ? 1 : 0)));
      return error + (bin.length / total) * Math.abs(gap);
    }, 0);

/** Expected calibration error over ten bins of equal width (Naeini et al., AAAI 2015). */
export const eceByWidth = (claims: readonly Claim[], count = 10): number => {
  const bins = Array.from({ length: count }, (_, bin) =>
    claims.filter(({ confidence }) => Math.min(count - 1, Math.floor(confidence * count)) === bin),
  );
  return errorOf(bins, claims.length);
};

/** Expected calibration error over five bins of equal mass. */
export const eceByMass = (claims: readonly Claim[], count = 5): number => {
  const inOrder = claims.toSorted((a, b) => a.confidence - b.confidence);
  const bins = Array.from({ length: count }, (_, bin) =>
    inOrder.slice(Math.round((bin * inOrder.length) / count), Math.round(((bin + 1) * inOrder.length) / count)),
  );
  return errorOf(bins, claims.length);
};

/** Of the claims at or above a confidence: how many are right, and what share of all cases they are. */
export const atConfidence = (claims: readonly Claim[], least: number) => {
  const made = claims.filter(({ confidence }) => confidence >= least);
  return {
    least,
    precision: mean(made.map(({ isRight }) => (isRight ? 1 : 0))),
    coverage: made.length / claims.length,
  };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

/** Every figure of one set of cases. */
export const scoreOf = (cases: readonly ScoredCase[]) => {
  const incidents = cases.filter(({ entity }) => entity !== null);
  const healthy = cases.filter(({ entity }) => entity === null);
  const claims = cases.map(claimOf);
  const recall = (k: number) => {
    const hits = incidents.filter((one) => placeOf(one) <= k).length;
    return { hits, share: hits / incidents.length, interval: wilson(hits, incidents.length) };
  };
  return {
    incidents: incidents.length,
    healthy: healthy.length,
    recall1: recall(1),
    recall3: recall(3),
    recall5: recall(5),
    mrr: mean(incidents.map((one) => 1 / placeOf(one))),
    brier: brier(claims),
    eceWidth: eceByWidth(claims),
    eceMass: eceByMass(claims),
    at: [0.5, 0.8, 0.9].map((least) => atConfidence(claims, least)),
    healthyBlamed: mean(healthy.map((one) => (claimOf(one).confidence >= 0.5 ? 1 : 0))),
    runtimeMedianMs: quantile(
      cases.map(({ runtimeMs }) => runtimeMs),
      0.5,
    ),
    runtimeP95Ms: quantile(
      cases.map(({ runtimeMs }) => runtimeMs),
      0.95,
    ),
  };
};
export type Score = ReturnType<typeof scoreOf>;
