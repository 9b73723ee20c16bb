import { assert } from "chai";
import { filesystemsOf } from "../../../frontend/pages/machine/filesystems.ts";
import { interfacesOf } from "../../../frontend/pages/machine/interfaces.ts";
import { sampleEntities, sampleEntity } from "../support/samples.ts";

const gibibyte = 1024 ** 3;

describe("the entities of a machine", () => {
  it("become file systems", () => {
    assert.deepEqual(filesystemsOf(sampleEntities()), [
      {
        mountPoint: "/",
        type: "ext4",
        device: "/dev/sda1",
        available: true,
        percent: 34,
        usedBytes: Math.round(229 * gibibyte * 0.34),
        totalBytes: 229 * gibibyte,
        freeBytes: 229 * gibibyte - Math.round(229 * gibibyte * 0.34),
      },
    ]);
  });

  it("become interfaces", () => {
    const [first] = interfacesOf(sampleEntities());

    assert.deepEqual(
      [first?.name, first?.isUp, first?.mac, first?.addresses],
      ["eth0", true, "52:54:00:12:34:50", ["192.168.1.21", "fe80::1"]],
    );
  });

  it("become nothing when there are none of that kind", () => {
    assert.deepEqual([filesystemsOf([sampleEntity()]), interfacesOf([sampleEntity()])], [[], []]);
  });
});
