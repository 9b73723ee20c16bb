import type axe from "axe-core";
import "axe-core";
import { assert } from "chai";
import { html, type TemplateResult } from "lit";
import "../../../frontend/pages/add-machine/add-machine-page.ts";
import "../../../frontend/pages/integrations/integrations-page.ts";
import "../../../frontend/pages/login/login-page.ts";
import "../../../frontend/pages/machine/machine-page.ts";
import "../../../frontend/pages/overview/overview-page.ts";
import { entityOf, machineOf } from "../../../frontend/state/wire.ts";
import { settled } from "../support/fake-clock.ts";
import { clearPage, drawn, show, type TestDashboard, testDashboard } from "../support/fixture.ts";
import { demoFleet } from "../support/fleet.ts";
import { statesOf } from "../support/fleet-states.ts";
import { sampleTime } from "../support/samples.ts";

declare global {
  interface Window {
    /** The accessibility checker is a classic script: it puts itself here. */
    readonly axe: typeof axe;
  }
}

const pages: Readonly<Record<string, TemplateResult>> = {
  "the login": html`<hl-login-page></hl-login-page>`,
  "the overview": html`<hl-overview-page></hl-overview-page>`,
  "a machine's page": html`<hl-machine-page machineId="omv-mediaserver"></hl-machine-page>`,
  "the page of a machine that is off": html`<hl-machine-page machineId="omv-backupserver"></hl-machine-page>`,
  "the page of a machine that is not there": html`<hl-machine-page machineId="gone"></hl-machine-page>`,
  "the page that adds a machine": html`<hl-add-machine-page></hl-add-machine-page>`,
  "the integrations": html`<hl-integrations-page></hl-integrations-page>`,
};

function wholeFleet(): TestDashboard {
  const dashboard = testDashboard();
  const fleet = demoFleet(sampleTime);
  dashboard.machines.replace(fleet.map(({ machine }) => machineOf(machine)));
  dashboard.entities.change(fleet.flatMap((member) => statesOf(member, sampleTime)).map(entityOf), []);
  const failed = {
    domain: "docker",
    name: "Docker",
    version: "1",
    description: "",
    state: "failed",
    error: "No socket",
  };
  dashboard.answers.set("/integrations", () => Response.json({ integrations: [failed], total: 1 }));
  return dashboard;
}

/** What axe finds wrong, in a line each. */
async function findings(): Promise<readonly string[]> {
  const { violations } = await window.axe.run("test-host", { rules: { region: { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
}

describe("accessibility", () => {
  before(() => {
    const tokens = document.createElement("link");
    tokens.rel = "stylesheet";
    tokens.href = new URL("../../../frontend/styles/tokens.css", import.meta.url).href;
    const loaded = new Promise((resolve) => tokens.addEventListener("load", resolve));
    document.documentElement.lang = "en";
    document.title = "Test";
    document.body.setAttribute("style", "background: var(--bg); color: var(--text-2); font: 14px sans-serif");
    document.head.append(tokens);
    return loaded;
  });
  afterEach(clearPage);

  for (const theme of ["dark", "light"]) {
    for (const [name, template] of Object.entries(pages)) {
      it(`finds nothing wrong with ${name} in ${theme} colours`, async () => {
        document.documentElement.dataset["theme"] = theme;
        const page = await show(template, wholeFleet());
        await settled();
        await drawn(page);

        assert.deepEqual(await findings(), []);
      });
    }
  }
});
