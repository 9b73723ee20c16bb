import { assert } from "chai";
import {
  countByStatus,
  formatFilter,
  matchesFilter,
  parseFilter,
} from "../../../frontend/pages/overview/overview-filter.ts";
import { sampleMachine } from "../support/samples.ts";

const server = sampleMachine({ id: "nas", name: "Big NAS", ipAddress: "192.168.1.9" });
const away = sampleMachine({ id: "laptop", name: "Laptop", status: "offline", expectedOnline: false });
const off = sampleMachine({ id: "backup", name: "Backup", status: "offline" });

describe("the overview's filter", () => {
  it("finds a machine by every word of the search, in any order and case", () => {
    const found = ["nas big", "192.168", "DEBIAN nas", "nas small"].map((search) =>
      matchesFilter(server, { search, status: "all" }),
    );

    assert.deepEqual(found, [true, true, true, false]);
  });

  it("keeps workstations that are away apart from servers that are off", () => {
    assert.deepEqual(countByStatus([server, away, off]), { all: 3, online: 1, offline: 1, away: 1, unknown: 0 });
  });

  it("is kept in the address and read from it", () => {
    const filter = { search: "a&b", status: "offline" } as const;

    assert.deepEqual(
      [formatFilter(filter), parseFilter(formatFilter(filter)), formatFilter(parseFilter(""))],
      ["?q=a%26b&status=offline", filter, ""],
    );
  });

  it("shows everything for a status that there is not", () => {
    assert.deepEqual(parseFilter("?status=melted"), { search: "", status: "all" });
  });
});
