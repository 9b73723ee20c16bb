import type { DeliveryOutcome, Integration, Notification } from "homelabcmd/sdk";

interface StubConfig {
  readonly url: string;
}

interface Input {
  readonly id: string;
  readonly subject: string;
  readonly kind?: Notification["kind"];
}

const input = {
  type: "object",
  additionalProperties: false,
  required: ["id", "subject"],
  properties: {
    id: { type: "string", description: "The message's id." },
    subject: { type: "string", description: "What it is about." },
    kind: { type: "string", description: "Why it is sent." },
  },
} as const;

/** A channel that posts messages to the configured address, and a service that makes them: `stub.tell`. */
export default {
  config: {
    type: "object",
    additionalProperties: false,
    required: ["url"],
    properties: { url: { type: "string", description: "Where messages are posted." } },
  },

  async setup(context) {
    await context.addChannel({
      name: "stub",
      title: "Stub",
      async deliver({ id, subject }): Promise<DeliveryOutcome> {
        const { status, body } = await context.fetch(context.config.url, { method: "POST", body: { id, subject } });
        if (status === 200) return { kind: "sent" };
        if (status === 410) return { kind: "broken", reason: body };
        return status < 500 ? { kind: "refused", reason: body } : { kind: "later", reason: body };
      },
    });
    context.addService<Input>(
      { name: "tell", title: "Tell", description: "Sends a message.", input, output: { type: "object" } },
      async ({ id, subject, kind = "result" }) => {
        await context.notify(messageOf(id, subject, kind));
        return {};
      },
    );
  },
} satisfies Integration<StubConfig>;

function messageOf(id: string, subject: string, kind: Notification["kind"]): Notification {
  const about = { id, subject, kind, severity: "high", type: "test", title: id } as const;
  return { ...about, text: null, machine: null, facts: [], causes: [], suggestion: null, path: null, at: 0 };
}
