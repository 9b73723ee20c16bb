import { describe, expect, it } from "vitest";
import { claimOf } from "../../../integrations/agent/facts.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const addressOf = (source: string | null, ip_addresses?: string[]) =>
  claimOf(sampleHeartbeat({ ip_addresses: ip_addresses ?? null }), guid, source).facts["ip_address"];

describe("claimOf", () => {
  it("names the agent's GUID, its machine id and the MACs of its real cards as keys, and nothing that changes", () => {
    expect(claimOf(sampleHeartbeat(), guid, null).keys).toEqual({
      agentGuid: guid,
      machineId: "0123456789abcdef0123456789abcdef",
      macs: ["52:54:00:12:34:56"],
    });
  });

  it("names the MAC on the default route as key in a container, which has no card", () => {
    const eth0 = { name: "eth0", mac: "bc:24:11:00:00:07", is_physical: false };
    const bridge = { name: "br0", mac: "02:42:00:00:00:01", is_physical: false };
    const heartbeat = sampleHeartbeat({ network_interfaces: [bridge, eth0], mac_address: "BC:24:11:00:00:07" });
    expect(claimOf(heartbeat, guid, null).keys.macs).toEqual(["bc:24:11:00:00:07"]);
  });

  it("knows an agent from before GUIDs by the id that it proposes", () => {
    const { ref, keys } = claimOf(sampleHeartbeat(), undefined, null);
    expect([ref, keys.agentGuid]).toEqual(["id:mediaserver", undefined]);
  });

  it("takes the source address when the agent has it", () => {
    expect(addressOf("10.0.0.7", ["192.168.1.21", "10.0.0.7"])).toBe("10.0.0.7");
  });

  it("takes the agent's own first address behind a NAT or a broker", () => {
    expect(addressOf("172.17.0.1", ["192.168.1.21", "10.0.0.7"])).toBe("192.168.1.21");
  });

  it("does not know the address when the agent reports none", () => {
    expect(addressOf("172.17.0.1", [])).toBeNull();
  });

  it("leaves out what the heartbeat does not say", () => {
    const { server_guid: _, ...rest } = sampleHeartbeat();
    const bare = { server_id: rest.server_id, hostname: rest.hostname, timestamp: rest.timestamp };
    expect(claimOf(bare, undefined, null)).toEqual({
      ref: "id:mediaserver",
      keys: { agentId: "mediaserver", macs: [] },
      hints: { hostname: "mediaserver", addresses: [] },
      facts: {
        hostname: "mediaserver",
        ip_address: null,
        mac_address: null,
        boot_id: null,
        cpu_model: null,
        cpu_cores: null,
        os_distribution: null,
        os_version: null,
        kernel_version: null,
        architecture: null,
        agent_version: null,
        agent_mode: null,
        last_boot_time: null,
      },
      machine: { id: "mediaserver", machineType: "server" },
    });
  });
});
