import { assert } from "chai";
import { ApiClient } from "../../../frontend/state/api-client.ts";
import { ApiError } from "../../../frontend/state/api-error.ts";

async function failureOf(
  answer: () => Response,
): Promise<{ code: string; retry: number | null; unauthorized: number }> {
  let unauthorized = 0;
  const api = new ApiClient(
    async () => answer(),
    () => {
      unauthorized += 1;
    },
  );
  try {
    await api.get("/machines");
  } catch (error) {
    assert.instanceOf(error, ApiError);
    return { code: error.code, retry: error.retryAfterSeconds, unauthorized };
  }
  throw new Error("The call did not fail");
}

describe("the API client", () => {
  it("gives the body of an answer", async () => {
    const api = new ApiClient(
      async () => Response.json({ total: 3 }),
      () => {},
    );

    assert.deepEqual(await api.get("/machines"), { total: 3 });
  });

  it("turns the hub's refusal into an error with its code and when to come back", async () => {
    const body = { detail: { code: "RATE_LIMITED", message: "Too many" } };

    const failure = await failureOf(() => Response.json(body, { status: 429, headers: { "retry-after": "42" } }));

    assert.deepEqual(failure, { code: "RATE_LIMITED", retry: 42, unauthorized: 0 });
  });

  it("says when nobody is logged in", async () => {
    const body = { detail: { code: "UNAUTHORIZED", message: "Log in" } };

    const failure = await failureOf(() => Response.json(body, { status: 401 }));

    assert.deepEqual(failure, { code: "UNAUTHORIZED", retry: null, unauthorized: 1 });
  });

  it("tells a hub that is away from one that refuses", async () => {
    const failure = await failureOf(() => {
      throw new TypeError("Failed to fetch");
    });

    assert.deepEqual(failure, { code: "UNREACHABLE", retry: null, unauthorized: 0 });
  });

  it("bears with an answer that is no JSON, as a proxy may give", async () => {
    const failure = await failureOf(() => new Response("<h1>Bad Gateway</h1>", { status: 502 }));

    assert.deepEqual(failure, { code: "INTERNAL_ERROR", retry: null, unauthorized: 0 });
  });
});
