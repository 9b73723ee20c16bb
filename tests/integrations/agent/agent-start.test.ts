import { expect, test } from "vitest";
import { agentStart } from "../../../integrations/agent/agent-start.ts";
import { installedStart } from "../../support/agent-start.ts";

test("The hub starts its own agent as the installer's unit does", () => {
  expect(agentStart).toEqual(installedStart());
});
