/** A claim in a group, as far as joining has to know it. */
export interface Member {
  readonly key: string;
  /** `guid:…`, or for an agent from before GUIDs `id:…`. */
  readonly agent: string | undefined;
}

interface Group {
  readonly members: string[];
  agent: string | undefined;
}

/** How two groups may be joined: by keys never two agents; by a pin an agent without a GUID to another one. */
export type JoinRule = "one agent" | "one GUID";

/** Disjoint groups of claims that grow by joining, and never join what must stay apart. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #apart: readonly (readonly [one: string, other: string])[];

  constructor(members: readonly Member[], apart: readonly (readonly [one: string, other: string])[]) {
    for (const member of members) this.#groups.set(member.key, { members: [member.key], agent: member.agent });
    this.#apart = apart;
  }

  /** The agent of the claim's group. */
  agentOf(key: string): string | undefined {
    return this.#groups.get(key)?.agent;
  }

  /** The keys of the claims in the group. */
  membersOf(key: string): readonly string[] {
    return this.#groups.get(key)?.members ?? [];
  }

  /** Whether a pin keeps the groups of two claims apart. */
  areApart(one: string, other: string): boolean {
    const [first, second] = [this.#groups.get(one), this.#groups.get(other)];
    return this.#apart.some(([left, right]) => {
      const [leftGroup, rightGroup] = [this.#groups.get(left), this.#groups.get(right)];
      return (leftGroup === first && rightGroup === second) || (leftGroup === second && rightGroup === first);
    });
  }

  /** Joins the groups of two claims; answers false when they must not be one. */
  join(one: string, other: string, rule: JoinRule): boolean {
    const [first, second] = [this.#groups.get(one), this.#groups.get(other)];
    if (!first || !second) return false;
    if (first === second) return true;
    if (clash(first.agent, second.agent, rule) || this.areApart(one, other)) return false;
    const [large, small] = first.members.length >= second.members.length ? [first, second] : [second, first];
    large.agent = leading(first.agent, second.agent);
    for (const key of small.members) {
      large.members.push(key);
      this.#groups.set(key, large);
    }
    return true;
  }

  /** Every group, its claims sorted, in the order of their first claims. */
  list(): string[][] {
    const groups = [...new Set(this.#groups.values())];
    const sorted = groups.map(({ members }) => members.toSorted());
    return sorted.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  }
}

function clash(one: string | undefined, other: string | undefined, rule: JoinRule): boolean {
  if (one === undefined || other === undefined || one === other) return false;
  return rule === "one agent" || (hasGuid(one) && hasGuid(other));
}

/** The agent that speaks for a group: the one with a GUID before the one without. */
function leading(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (hasGuid(one) !== hasGuid(other)) return hasGuid(one) ? one : other;
  return one < other ? one : other;
}

function hasGuid(agent: string): boolean {
  return agent.startsWith("guid:");
}
