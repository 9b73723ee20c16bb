import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { AlertLab } from "../alert-lab.ts";

let lab: AlertLab;

beforeEach(async () => {
  lab = await AlertLab.start(1);
});

afterEach(() => lab.remove());

type Status = "running" | "stopped" | "failed" | "unknown";

/** Reports these units. */
const reporting = (units: Readonly<Record<string, Status>>) => (heartbeat: Heartbeat) => {
  const services = Object.entries(units).map(([name, status]) => ({ name, status, status_reason: null, pid: 7 }));
  return { ...heartbeat, services } as Heartbeat;
};

const expectUnit = (body: object) => lab.hub.call("POST", "/machines/m0/services", body);

async function listed() {
  const { body } = await lab.hub.call<{ services: Record<string, unknown>[] }>("GET", "/machines/m0/services");
  return body.services;
}

describe("an expected unit", () => {
  it("is shown with what its machine says of it", async () => {
    await expectUnit({ service_name: "nginx.service", display_name: "Web" });
    await lab.minutes(1, reporting({ nginx: "running" }));

    expect(await listed()).toEqual([
      {
        service_name: "nginx",
        display_name: "Web",
        is_critical: true,
        enabled: true,
        current_status: {
          status: "running",
          status_reason: null,
          pid: 7,
          memory_mb: null,
          cpu_percent: null,
          since: null,
          restarts: null,
          last_seen: new Date(lab.clock.now()).toISOString(),
        },
      },
    ]);
  });

  it("that is down for two heartbeats is an alert, and its namesakes are not", async () => {
    await expectUnit({ service_name: "nginx" });
    await expectUnit({ service_name: "nginx-exporter", is_critical: false });
    await lab.minutes(3, reporting({ nginx: "failed", "nginx-exporter": "running", "nginx-other": "failed" }));

    expect(await lab.alerts()).toEqual(["service_down m0.unit_status.nginx high open"]);
  });

  it("is found by either of its names", async () => {
    await expectUnit({ service_name: "backup", is_critical: false });
    await lab.minutes(3, reporting({ "backup.service": "stopped" }));

    expect(await lab.alerts()).toEqual(["service_down m0.unit_status.backup_2eservice medium open"]);
  });

  it("of which nothing is known makes no alert, and ends none", async () => {
    await expectUnit({ service_name: "nginx" });
    await expectUnit({ service_name: "typo" });
    await lab.minutes(3, reporting({ nginx: "failed", typo: "unknown" }));
    await lab.minutes(3, reporting({ nginx: "unknown", typo: "unknown" }));

    expect(await lab.alerts()).toEqual(["service_down m0.unit_status.nginx high open"]);
  });

  it("that is expected no more, or not watched, has no alert", async () => {
    await expectUnit({ service_name: "nginx" });
    await expectUnit({ service_name: "plex" });
    await lab.minutes(3, reporting({ nginx: "failed", plex: "failed" }));
    await lab.hub.call("DELETE", "/machines/m0/services/nginx.service");
    await lab.hub.call("PUT", "/machines/m0/services/plex", { enabled: false });
    await lab.minutes(3, reporting({ nginx: "failed", plex: "failed" }));

    expect(await lab.alerts()).toEqual([
      "service_down m0.unit_status.nginx high resolved",
      "service_down m0.unit_status.plex high resolved",
    ]);
  });

  it("is refused twice, under a wrong name, and on a machine that does not exist", async () => {
    await expectUnit({ service_name: "nginx" });
    const answers = [
      await expectUnit({ service_name: "nginx.service" }),
      await expectUnit({ service_name: "--help" }),
      await expectUnit({ service_name: "wg@" }),
      await lab.hub.call("POST", "/machines/none/services", { service_name: "nginx" }),
      await lab.hub.call("PUT", "/machines/m0/services/apache2", {}),
      await lab.hub.call("DELETE", "/machines/m0/services/apache2"),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 422, 422, 404, 404, 404]);
  });
});

describe("the agent", () => {
  const unitsTold = async () => {
    const heartbeat = { server_id: "m0", hostname: "m0", server_guid: "a1b2c3d4-0000-4000-8000-000000000000" };
    const { body } = await lab.hub.call<{ config: { monitored_services?: string[] } }>("POST", "/agents/heartbeat", {
      ...heartbeat,
      timestamp: new Date(lab.clock.now()).toISOString(),
    });
    return body.config.monitored_services;
  };

  it("is told which units to watch, also after the hub or an integration was restarted", async () => {
    await expectUnit({ service_name: "nginx" });
    await expectUnit({ service_name: "plex", enabled: false });
    const told = [await unitsTold()];
    await lab.hub.call("POST", "/integrations/agent/reload");
    told.push(await unitsTold());
    await lab.hub.call("POST", "/integrations/alerts/reload");
    told.push(await unitsTold());
    await lab.restart();
    told.push(await unitsTold());

    expect(told).toEqual([["nginx"], ["nginx"], ["nginx"], ["nginx"]]);
  });
});

describe("a machine that is registered", () => {
  const register = (id: string) => {
    const expected_services = [{ name: "smbd.service", critical: true }, { name: "plex" }, { name: "not legal" }];
    return lab.hub.call("POST", "/machines", { id, hostname: id, expected_services });
  };
  const namesOf = async (id: string) => {
    const { body } = await lab.hub.call<{ services: { service_name: string; is_critical: boolean }[] }>(
      "GET",
      `/machines/${id}/services`,
    );
    return body.services.map(({ service_name, is_critical }) => `${service_name} ${is_critical}`);
  };

  it("brings its expected units along, once", async () => {
    await register("nas");
    const before = await namesOf("nas");
    await lab.hub.call("DELETE", "/machines/nas/services/plex");
    await lab.restart();

    expect([before, await namesOf("nas")]).toEqual([["plex false", "smbd true"], ["smbd true"]]);
  });

  it("begins anew after it was removed", async () => {
    await register("nas");
    await lab.hub.call("DELETE", "/machines/nas/services/plex");
    await lab.hub.call("DELETE", "/machines/nas");
    await register("nas");

    expect(await namesOf("nas")).toEqual(["plex false", "smbd true"]);
  });
});
