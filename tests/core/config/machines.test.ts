import { describe, expect, it } from "vitest";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { interpretConfig } from "../../../core/config/load.ts";

function machinesIn(text: string) {
  return interpretConfig(new ConfigSource("c.yaml", text), { path: "c.yaml", knownIntegrations: [] });
}

describe("the machines that a configuration begins with", () => {
  it("are read with everything that is said of them", () => {
    const { machines, problems } = machinesIn(`machines:
  - id: nas
    display_name: The NAS
    hostname: nas.lan
    ip_address: fd00::2
    mac_address: 00-11-32-AA-BB-CC
    machine_type: workstation
    tdp_watts: 12.5
    location: cellar
    tags: [storage]
    expected_services: [smbd, { name: plex, critical: true }, { name: nfs }]
`);

    expect({ machines, problems }).toEqual({
      machines: [
        {
          id: "nas",
          displayName: "The NAS",
          hostname: "nas.lan",
          ipAddress: "fd00::2",
          macAddress: "00:11:32:aa:bb:cc",
          machineType: "workstation",
          tdpWatts: 12.5,
          location: "cellar",
          tags: ["storage"],
          expectedServices: [
            { name: "smbd", isCritical: false },
            { name: "plex", isCritical: true },
            { name: "nfs", isCritical: false },
          ],
        },
      ],
      problems: [],
    });
  });

  it("need no more than an id", () => {
    expect(machinesIn("machines: [{ id: nas }]").machines).toEqual([
      {
        id: "nas",
        displayName: null,
        hostname: null,
        ipAddress: null,
        macAddress: null,
        machineType: "server",
        tdpWatts: null,
        location: null,
        tags: [],
        expectedServices: [],
      },
    ]);
  });
});
