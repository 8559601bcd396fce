import type { Investigation } from '../evidence-bundle.ts';

/** Who calls whom, by entity. `isComplete` false: an absent edge proves nothing. */
export interface CallGraph {
  readonly callees: ReadonlyMap<string, readonly string[]>;
  readonly callers: ReadonlyMap<string, readonly string[]>;
  readonly isComplete: boolean;
  /** Entities that only their callers tell of: X-Ray calls them remote, and clients have no server side. */
  readonly views: ReadonlySet<string>;
}

/** The calls the service graph shows; empty without one. Self-calls say nothing and are left out. */
export const callGraphOf = ({ source }: Investigation): CallGraph => {
  const graph = source('service-graph')?.evidence.data;
  const edges = (graph?.edges ?? []).filter(({ caller, callee }) => caller !== callee);
  const names = (side: 'caller' | 'callee', other: 'caller' | 'callee') =>
    new Map(
      [...Map.groupBy(edges, (edge) => edge[side]).entries()].map(([entity, own]) => [
        entity,
        [...new Set(own.map((edge) => edge[other]))].sort(),
      ]),
    );
  return {
    callees: names('caller', 'callee'),
    callers: names('callee', 'caller'),
    isComplete: graph !== undefined && !graph.may_be_incomplete,
    views: new Set(graph?.nodes.filter(({ type }) => type === 'remote' || type === 'client').map(({ id }) => id)),
  };
};

/** Everything that `from` calls, directly or through others, itself included. */
export const reachable = (from: string, callees: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> => {
  const seen = new Set([from]);
  const open = [from];
  for (let entity = open.pop(); entity !== undefined; entity = open.pop()) {
    for (const callee of callees.get(entity) ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      open.push(callee);
    }
  }
  return seen;
};

/**
 * The graph with the missing made good as far as it goes: what nobody is seen to call, and calls nothing that `root` reaches,
 * counts as called by `root`. Without any edge that is a star around it.
 */
export const attachedTo = (root: string, entities: readonly string[], graph: CallGraph): CallGraph => {
  if (graph.isComplete) return graph;
  const reached = reachable(root, graph.callees);
  const orphans = entities.filter((entity) => {
    if (reached.has(entity) || (graph.callers.get(entity)?.length ?? 0) > 0) return false;
    const below = reachable(entity, graph.callees);
    return ![...below].some((one) => reached.has(one));
  });
  const callees = new Map(graph.callees);
  callees.set(root, [...new Set([...(graph.callees.get(root) ?? []), ...orphans])].sort());
  const callers = new Map(graph.callers);
  for (const orphan of orphans) callers.set(orphan, [root]);
  return { ...graph, callees, callers };
};
