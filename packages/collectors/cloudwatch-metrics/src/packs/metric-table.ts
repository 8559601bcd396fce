/** A metric of a pack, the statistics that say most about it, and why an investigation looks at it. */
export interface TableMetric {
  readonly metric: string;
  readonly statistics: readonly string[];
  readonly why: string;
  /** Dimensions this metric carries beside the resource's own. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Metrics of one namespace that share a resource's dimensions, the most telling first: a budget cuts from the end. */
export interface MetricTable {
  readonly namespace: string;
  /** The dimensions that name the resource; undefined when the name does not have the form this type needs. */
  readonly dimensions: (resourceName: string) => Readonly<Record<string, string>> | undefined;
  readonly metrics: readonly TableMetric[];
}
