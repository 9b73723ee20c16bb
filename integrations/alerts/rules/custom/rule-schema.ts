import type { FromSchema } from "json-schema-to-ts";
import { entityPatternSchema } from "./entity-pattern.ts";
import { timeSpan } from "./time-span.ts";

const number = (description: string) => ({ type: "number", description }) as const;

/** A value, or a list of them. */
const values = (description: string) =>
  ({
    type: ["number", "string", "boolean", "array"],
    items: { type: ["number", "string", "boolean"], description: "A value." },
    description,
  }) as const;

/** What makes a value bad: exactly one of these, which `customRuleFindings` checks. */
const when = {
  type: "object",
  additionalProperties: false,
  description: "What is bad; exactly one of these.",
  properties: {
    above: number("At or over this number."),
    below: number("At or under this number."),
    equals: values("One of these values."),
    differs: values("None of these values."),
    changes: { const: true, description: "The value became another one." },
    absent: timeSpan("No reading for so long."),
    rate: {
      type: "object",
      additionalProperties: false,
      required: ["per"],
      description: "It grows, or shrinks with a minus, too fast.",
      properties: {
        above: number("By at least this much."),
        below: number("By at most this much."),
        per: timeSpan("In how long."),
      },
    },
    forecast: {
      type: "object",
      additionalProperties: false,
      required: ["full_within"],
      description: "A percentage that has grown for days will reach 100.",
      properties: { full_within: timeSpan("Within how long.") },
    },
  },
} as const;

/** JSON schema of one rule of the user's own. */
export const customRuleSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "entity", "when"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 64, description: "What it is called; one of its own." },
    entity: entityPatternSchema,
    machines: {
      type: "array",
      maxItems: 500,
      items: { type: "string", description: "A machine." },
      description: "Ids of the only machines that it is for.",
    },
    tags: {
      type: "array",
      maxItems: 50,
      items: { type: "string", description: "A tag." },
      description: "Only machines that have one of these tags.",
    },
    when,
    for: timeSpan("How long it has to last."),
    clear: {
      type: "object",
      additionalProperties: false,
      description: "When it is over; by default after two good readings.",
      properties: {
        above: number("With below: over this number."),
        below: number("With above: under this number."),
        for: timeSpan("How long it has to be good."),
      },
    },
    severity: {
      enum: ["critical", "high", "medium", "low"],
      description: "How much it matters; medium when nothing is said.",
    },
    notify: { type: "boolean", description: "Whether people are told; by default as notify_on says of its severity." },
    message: {
      type: "string",
      minLength: 1,
      maxLength: 300,
      description: "What people read, such as {{ machine.name }} is at {{ value }}.",
    },
  },
} as const;

/** One rule of the user's own, as config.yaml has it. */
export type CustomRuleBlock = FromSchema<typeof customRuleSchema>;
