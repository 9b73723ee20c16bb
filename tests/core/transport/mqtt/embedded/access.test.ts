import { describe, expect, it } from "vitest";
import type { Scope } from "../../../../../core/sdk/index.ts";
import {
  mayReceive,
  maySubscribe,
  type Session,
  whyNotPublish,
} from "../../../../../core/transport/mqtt/embedded/access.ts";

const own = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const other = "ffffffff-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const agent: Session = { caller: { scope: "agent", name: "nas", agentGuid: own, address: "" }, keyHash: "" };
const person = (scope: Scope): Session => ({ caller: { scope, name: scope, address: "" }, keyHash: "" });

const mayPublish = (session: Session, topic: string, changes = {}) =>
  whyNotPublish(session, "homelab", { topic, retain: false, qos: 1, bytes: 10, ...changes }) === null;

describe("an agent", () => {
  it.each([
    [`homelab/agents/${own}/heartbeat`, {}, true],
    [`homelab/agents/${own}/status`, { retain: true }, true],
    [`homelab/agents/${own}/status`, { retain: true, bytes: 65 }, false],
    [`homelab/agents/${own}/heartbeat`, { retain: true }, false],
    [`homelab/agents/${own}/heartbeat`, { qos: 2 }, false],
    [`homelab/agents/${own}/ack`, {}, false],
    [`homelab/agents/${own}/config`, {}, false],
    [`homelab/agents/${own}`, {}, false],
    [`homelab/agents/${own.toUpperCase()}/heartbeat`, {}, false],
    [`homelab/agents/${other}/heartbeat`, {}, false],
    [`homelab/agents/${own}/heartbeat/${"x".repeat(512)}`, {}, false],
    ["homelab/anything", {}, false],
    ["elsewhere", {}, false],
    ["$SYS/x", {}, false],
  ])("may publish %s %j: %s", (topic, changes, isPermitted) => {
    expect(mayPublish(agent, topic, changes)).toBe(isPermitted);
  });

  it.each([
    [`homelab/agents/${own}/ack`, true],
    [`homelab/agents/${own}/config`, true],
    [`homelab/agents/${own}/#`, false],
    [`homelab/agents/${other}/ack`, false],
    ["homelab/agents/+/ack", false],
    ["#", false],
    ["$SYS/#", false],
  ])("may subscribe to %s: %s", (filter, isPermitted) => {
    expect(maySubscribe(agent, "homelab", filter)).toBe(isPermitted);
  });
});

describe("a key of a person", () => {
  it.each([
    ["viewer", "home/lamp", false],
    ["operator", "home/lamp", true],
    ["admin", "home/lamp", true],
    ["operator", `homelab/agents/${own}/heartbeat`, false],
    ["admin", `homelab/agents/${own}/ack`, false],
    ["admin", "homelab", false],
    ["admin", "$SYS/x", false],
  ] as const)("of scope %s may publish %s: %s", (scope, topic, isPermitted) => {
    expect(mayPublish(person(scope), topic)).toBe(isPermitted);
  });

  it.each([
    ["viewer", "#", true],
    ["operator", "homelab/#", true],
    ["viewer", "$SYS/#", false],
    ["admin", "$SYS/#", true],
    ["admin", "a/#/b", false],
  ] as const)("of scope %s may subscribe to %s: %s", (scope, filter, isPermitted) => {
    expect(maySubscribe(person(scope), "homelab", filter)).toBe(isPermitted);
  });

  it("hears what agents say, and only an admin what they are answered", () => {
    const topics = [`homelab/agents/${own}/heartbeat`, `homelab/agents/${own}/ack`];
    const heard = (scope: Scope) => topics.map((topic) => mayReceive(person(scope), "homelab", topic));

    expect([heard("viewer"), heard("operator"), heard("admin")]).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
  });
});
