import { assert } from "chai";
import { testDashboard } from "../support/fixture.ts";

describe("the session", () => {
  it("knows what the user may do by the time that he is let in", async () => {
    const { session, answers } = testDashboard();
    answers.set("/auth/session", () => Response.json({ authenticated: true, name: "tablet", scope: "viewer" }));
    const scopes: unknown[] = [];
    session.status.subscribe(() => scopes.push(session.scope.value));

    await session.check();

    assert.deepEqual(scopes, ["viewer"]);
  });

  it("lets nobody do anything who is not logged in", async () => {
    const { session, answers } = testDashboard();
    answers.set("/auth/session", () => Response.json({ authenticated: false }));

    await session.check();

    assert.deepEqual([session.status.value, session.scope.value], ["anonymous", null]);
  });
});
