import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../frontend/pages/login/login-page.ts";
import { settled } from "../support/fake-clock.ts";
import { clearPage, drawn, show, testDashboard, textOf } from "../support/fixture.ts";

function refusal(status: number, code: string, headers: Record<string, string> = {}): () => Response {
  return () => Response.json({ detail: { code, message: "No" } }, { status, headers });
}

async function arrange(answer: () => Response) {
  const dashboard = testDashboard();
  dashboard.answers.set("/auth/login", answer);
  const page = await show<LitElement>(html`<hl-login-page></hl-login-page>`, dashboard);
  const submit = async (key: string) => {
    const input = page.shadowRoot?.querySelector("input") as HTMLInputElement;
    input.value = key;
    page.shadowRoot?.querySelector("form")?.requestSubmit();
    await settled();
    await drawn(page);
  };
  const failure = () => textOf(page.shadowRoot?.querySelector("[role=alert]") ?? document.createElement("p"));
  return { page, dashboard, submit, failure };
}

describe("the login page", () => {
  afterEach(() => {
    clearPage();
    history.replaceState(null, "", location.pathname + location.search);
  });

  it("logs in with a key", async () => {
    const { dashboard, submit } = await arrange(() => Response.json({ authenticated: true }));

    await submit(" hlc_key ");

    assert.equal(dashboard.session.status.value, "authenticated");
  });

  it("asks for a key when there is none", async () => {
    const { submit, failure } = await arrange(() => Response.json({}));

    await submit("  ");

    assert.equal(failure(), "Enter an API key.");
  });

  it("says what is wrong, and what to do", async () => {
    const messages: string[] = [];
    for (const answer of [
      refusal(401, "UNAUTHORIZED"),
      refusal(429, "RATE_LIMITED", { "retry-after": "42" }),
      refusal(500, "INTERNAL_ERROR"),
      () => {
        throw new TypeError("Failed to fetch");
      },
    ]) {
      const { submit, failure } = await arrange(answer);
      await submit("hlc_key");
      messages.push(failure());
      clearPage();
    }

    assert.deepEqual(messages, [
      "The hub does not know this key. Check that it is complete.",
      "Too many attempts. Try again in 42\u00a0s.".replace("\u00a0", " "),
      "The hub could not log you in: No",
      "The hub cannot be reached. Check that it is running, then try again.",
    ]);
  });

  it("uses the token of a one-time link and removes it from the address bar", async () => {
    history.replaceState(null, "", `${location.pathname}${location.search}#secret`);

    const { dashboard } = await arrange(() => Response.json({ authenticated: true }));
    await settled();

    assert.deepEqual([dashboard.session.status.value, location.hash], ["authenticated", ""]);
  });

  it("follows a one-time link that is opened in the same window", async () => {
    const { dashboard } = await arrange(() => Response.json({ authenticated: true }));
    const changed = new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));

    location.hash = "secret";
    await changed;
    await settled();

    assert.deepEqual([dashboard.session.status.value, location.hash], ["authenticated", ""]);
  });

  it("says when a one-time link is used up", async () => {
    history.replaceState(null, "", `${location.pathname}${location.search}#used`);

    const { page, failure } = await arrange(refusal(401, "UNAUTHORIZED"));
    await settled();
    await drawn(page);

    assert.include(failure(), "This login link was used already");
  });
});
