import type { Logger, MachineFields, Undo } from "../sdk/index.ts";

/** Values for the machines of a list, by machine id. */
type Fields = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What integrations add to machines, such as how many alerts each has: one question for all machines, whatever their number. */
export class MachineContributions {
  readonly #log: Logger;
  readonly #contributions = new Map<MachineFields, string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  add(fields: MachineFields, owner: string): Undo {
    this.#contributions.set(fields, owner);
    return () => void this.#contributions.delete(fields);
  }

  /** The added fields of these machines. A contribution that fails leaves its fields at their defaults, and is logged. */
  async of(ids: readonly string[]): Promise<Fields> {
    const answers = await Promise.all([...this.#contributions].map(([fields, owner]) => this.#ask(fields, owner, ids)));
    return Object.fromEntries(ids.map((id) => [id, Object.assign({}, ...answers.map((answer) => answer[id]))]));
  }

  async #ask({ defaults, read }: MachineFields, owner: string, ids: readonly string[]): Promise<Fields> {
    const answer: Fields = await Promise.resolve()
      .then(() => read(ids))
      .catch((error: unknown) => {
        this.#log.error(`What ${owner} adds to machines could not be read`, { error, owner });
        return {};
      });
    return Object.fromEntries(ids.map((id) => [id, { ...defaults, ...answer[id] }]));
  }
}
