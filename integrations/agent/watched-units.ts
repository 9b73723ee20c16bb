import type { IntegrationContext } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";

interface Input {
  readonly machines: Readonly<Record<string, readonly string[]>>;
}

const inputSchema = {
  type: "object",
  required: ["machines"],
  additionalProperties: false,
  properties: {
    machines: {
      type: "object",
      description: "The names of systemd units by the machine's id. What is left out is watched no more.",
      additionalProperties: {
        type: "array",
        maxItems: 200,
        items: { type: "string", minLength: 1, maxLength: 255, description: "A unit." },
        description: "The units of one machine.",
      },
    },
  },
} as const;

/** The units that agents are to watch for the hub, as whoever expects them to run says. */
export class WatchedUnits {
  #units: Input["machines"] | null = null;

  /** `undefined` while nobody has said: agents go on with what they were told before. */
  of(machineId: string): readonly string[] | undefined {
    if (this.#units === null) return undefined;
    return Object.hasOwn(this.#units, machineId) ? this.#units[machineId] : [];
  }

  /** Offers the service with which they are said. */
  offer({ addService }: IntegrationContext<AgentConfig>): void {
    addService<Input>(
      {
        name: "watch_units",
        title: "Watch units",
        description:
          "Says which systemd units the agent of each machine is to report. It replaces what was said before.",
        input: inputSchema,
        scope: "admin",
      },
      ({ machines }) => {
        this.#units = machines;
      },
    );
  }
}
