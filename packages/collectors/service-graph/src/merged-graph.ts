import type { Service } from '@aws-sdk/client-xray';
import type { CallStatsV1, GraphEdgeV1, GraphNodeV1 } from '@opsrunbook/contracts';
import { addStats, callStats } from './call-stats.ts';

/** The two parts of a run a graph is read for. */
export type Period = 'window' | 'baseline';

interface Counted {
  window: CallStatsV1 | null;
  baseline: CallStatsV1 | null;
}
interface Node extends Counted {
  readonly name: string;
  readonly type: string | null;
  readonly account: string;
}
interface Edge extends Counted {
  readonly caller: string;
  readonly callee: string;
}

/**
 * One graph of many answers. X-Ray numbers its nodes anew in every answer, so a node is told by name, type and account; what
 * several answers counted of one period is added up.
 */
export class MergedGraph {
  readonly #nodes = new Map<string, Node>();
  readonly #edges = new Map<string, Edge>();

  get isEmpty(): boolean {
    return this.#nodes.size === 0;
  }

  /** Adds all services of one answer, from all its pages. What stands on two of them counts once. */
  add(period: Period, services: readonly Service[]): void {
    const byReference = new Map(services.map((service) => [service.ReferenceId, service]));
    for (const service of byReference.values()) {
      const node = this.#node(service);
      node[period] = addStats(node[period], callStats(service.SummaryStatistics));
    }
    const calls = services.flatMap((service) => (service.Edges ?? []).map((edge) => ({ service, edge })));
    const byEnds = new Map(calls.map((call) => [`${call.service.ReferenceId} ${call.edge.ReferenceId}`, call]));
    for (const { service, edge } of byEnds.values()) {
      const callee = byReference.get(edge.ReferenceId);
      if (callee === undefined) continue;
      const counted = this.#edge(keyOf(service), keyOf(callee));
      counted[period] = addStats(counted[period], callStats(edge.SummaryStatistics));
    }
  }

  #node(service: Service): Node {
    const key = keyOf(service);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const { Name: name = '', Type: type = null, AccountId: account = '' } = service;
    const node: Node = { name, type, account, window: null, baseline: null };
    this.#nodes.set(key, node);
    return node;
  }

  #edge(caller: string, callee: string): Edge {
    const key = JSON.stringify([caller, callee]);
    const edge = this.#edges.get(key) ?? { caller, callee, window: null, baseline: null };
    this.#edges.set(key, edge);
    return edge;
  }

  /** Nodes by id, and edges by caller and callee, in the order of the evidence. */
  close(): { readonly nodes: readonly GraphNodeV1[]; readonly edges: readonly GraphEdgeV1[] } {
    const ids = this.#ids();
    const nodes = [...this.#nodes].map(([key, { name, type, window, baseline }]) => ({
      id: ids.get(key) ?? name,
      name,
      type,
      window,
      baseline,
    }));
    const edges = [...this.#edges.values()].map(({ caller, callee, window, baseline }) => ({
      caller: ids.get(caller) ?? caller,
      callee: ids.get(callee) ?? callee,
      window,
      baseline,
    }));
    return {
      nodes: nodes.sort((a, b) => compare(a.id, b.id)),
      edges: edges.sort((a, b) => compare(a.caller, b.caller) || compare(a.callee, b.callee)),
    };
  }

  /** The name where it tells the node, else name and type, else all there is. */
  #ids(): ReadonlyMap<string, string> {
    const nodes = [...this.#nodes];
    const typed = ({ name, type }: Node) => `${name} ${type ?? 'unknown'}`;
    const isOnly = (of: (node: Node) => string, one: Node) =>
      nodes.filter(([, other]) => of(other) === of(one)).length === 1;
    return new Map(
      nodes.map(([key, node]) => {
        if (isOnly(({ name }) => name, node)) return [key, node.name];
        return [key, isOnly(typed, node) ? typed(node) : `${typed(node)} ${node.account}`];
      }),
    );
  }
}

const keyOf = ({ Name = '', Type = '', AccountId = '' }: Service): string => JSON.stringify([Name, Type, AccountId]);

/** Plain code unit order, which does not depend on a locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
