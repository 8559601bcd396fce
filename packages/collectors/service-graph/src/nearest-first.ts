import type { GraphEdgeV1, GraphNodeV1 } from '@opsrunbook/contracts';
import type { BudgetMeter } from '@opsrunbook/evidence';
import { compare } from './merged-graph.ts';

interface Graph {
  readonly nodes: readonly GraphNodeV1[];
  readonly edges: readonly GraphEdgeV1[];
}

/**
 * The part of a graph that the budget holds: the service's own nodes, then what is one call away from them, and so on; an edge
 * comes with the second of its nodes. A whole graph that fits stays whole.
 */
export const withinBudget = (graph: Graph, ownNames: readonly string[], budget: BudgetMeter) => {
  const kept = new Set<string>();
  const nodes: GraphNodeV1[] = [];
  const edges: GraphEdgeV1[] = [];
  for (const node of nearestFirst(graph, ownNames)) {
    if (!budget.take(sizeOf(node), 'nodes of the service graph')) continue;
    kept.add(node.id);
    nodes.push(node);
    const between = graph.edges.filter(
      ({ caller, callee }) => (caller === node.id && kept.has(callee)) || (callee === node.id && kept.has(caller)),
    );
    edges.push(...between.filter((edge) => budget.take(sizeOf(edge), 'edges of the service graph')));
  }
  return {
    nodes: nodes.sort((a, b) => compare(a.id, b.id)),
    edges: edges.sort((a, b) => compare(a.caller, b.caller) || compare(a.callee, b.callee)),
  };
};

const sizeOf = (item: GraphNodeV1 | GraphEdgeV1) => ({ rows: 1, bytes: Buffer.byteLength(JSON.stringify(item)) });

/** Nodes by their distance in calls from the service's own, equal distances by id; what no call connects comes last. */
const nearestFirst = (graph: Graph, ownNames: readonly string[]): readonly GraphNodeV1[] => {
  const distances = distancesFrom(
    graph.nodes.filter(({ name }) => ownNames.some((own) => isCalled(name, own))).map(({ id }) => id),
    neighboursIn(graph.edges),
  );
  const distanceOf = ({ id }: GraphNodeV1) => distances.get(id) ?? graph.nodes.length;
  return graph.nodes.toSorted((a, b) => distanceOf(a) - distanceOf(b) || compare(a.id, b.id));
};

/** X-Ray adds the stage to an API's name and writes a queue as its URL. */
const isCalled = (nodeName: string, own: string): boolean =>
  nodeName === own || nodeName.startsWith(`${own}/`) || nodeName.endsWith(`/${own}`);

const neighboursIn = (edges: readonly GraphEdgeV1[]): ReadonlyMap<string, readonly string[]> => {
  const neighbours = new Map<string, string[]>();
  const join = (from: string, to: string) => neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
  for (const { caller, callee } of edges) {
    join(caller, callee);
    join(callee, caller);
  }
  return neighbours;
};

const distancesFrom = (
  starts: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> => {
  const distances = new Map(starts.map((id) => [id, 0]));
  let edge = starts;
  for (let distance = 1; edge.length > 0; distance += 1) {
    edge = [...new Set(edge.flatMap((id) => neighbours.get(id) ?? []))].filter((id) => !distances.has(id));
    for (const id of edge) distances.set(id, distance);
  }
  return distances;
};
