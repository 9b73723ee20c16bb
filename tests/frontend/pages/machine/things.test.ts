import { assert } from "chai";
import { arranged, machineBoard } from "../../../../frontend/pages/machine/board.ts";
import { containersOf } from "../../../../frontend/pages/machine/containers.ts";
import { drivesOf } from "../../../../frontend/pages/machine/drives.ts";
import { processesOf } from "../../../../frontend/pages/machine/processes.ts";
import { coreTemperatures, sensorsOf } from "../../../../frontend/pages/machine/sensors.ts";
import { thingsOf } from "../../../../frontend/pages/machine/things.ts";
import { failedElsewhere, unitsOf } from "../../../../frontend/pages/machine/units.ts";
import { richEntities } from "../../support/rich-entities.ts";
import { sampleEntity, sampleTime } from "../../support/samples.ts";

const state = (instance: string, available: boolean, changedAt = sampleTime) =>
  sampleEntity({ id: `nas.container_state.${instance}`, key: "container_state", instance, available, changedAt });
const names = (entities: readonly ReturnType<typeof state>[]) => thingsOf(entities, () => true).map(({ name }) => name);

describe("the things of a machine", () => {
  it("are those that are there, by name", () => {
    assert.deepEqual(names([state("web", true), state("db", true), state("gone", false)]), ["db", "web"]);
  });

  it("are those that were lost with the machine, without those that were gone before", () => {
    const long = state("gone", false, sampleTime - 3_600_000);

    assert.deepEqual(names([state("web", false), long, state("db", false, sampleTime - 20)]), ["db", "web"]);
  });

  it("are units, what failed first", () => {
    const units = unitsOf(richEntities());

    assert.deepEqual(
      units.map(({ name, status, restarts }) => [name, status, restarts]),
      [
        ["plex", "failed", 5],
        ["smbd", "stopped", 0],
        ["sonarr", "running", 0],
      ],
    );
    assert.deepEqual(failedElsewhere("plex.service, nut-monitor.service", units), ["nut-monitor.service"]);
  });

  it("are containers, what wants attention first", () => {
    assert.deepEqual(
      containersOf(richEntities()).map(({ name, signal }) => [name, signal]),
      [
        ["vaultwarden", "crit"],
        ["backup", "warn"],
        ["jellyfin", "ok"],
      ],
    );
  });

  it("are drives, what fails first", () => {
    assert.deepEqual(
      drivesOf(richEntities()).map(({ name, model, passed, wearPercent }) => [name, model, passed, wearPercent]),
      [
        ["sda", "WDC WD40EFRX", false, null],
        ["nvme0n1", "Samsung SSD 980 PRO", true, 3],
      ],
    );
  });

  it("are sensors, the hottest first, and cores apart", () => {
    const entities = richEntities();

    assert.deepEqual(
      [sensorsOf(entities).map(({ label }) => label), coreTemperatures(entities)],
      [
        ["Package id 0", "Composite"],
        [68, 81],
      ],
    );
  });

  it("are processes, as many as are named", () => {
    const busiest = richEntities().find(({ key }) => key === "process_busiest");

    assert.deepEqual(
      [processesOf(busiest).map(({ name, user }) => [name, user]), processesOf(undefined)],
      [[["Plex Transcoder", "plex"]], []],
    );
  });
});

describe("the board", () => {
  const sumsOf = (has: (key: string) => boolean) => {
    let sum = 0;
    return arranged(has).flatMap(({ columns }) => {
      sum += columns;
      return sum % 12 === 0 ? [sum / 12] : [];
    });
  };

  it("has only the cards that the machine has readings for", () => {
    const drawn = arranged((key) => key === "failed_units").map(({ card }) => card);

    assert.include(drawn, "hl-machine-services-card");
    assert.notInclude(drawn, "hl-machine-containers-card");
  });

  it("has no gaps, whichever cards there are", () => {
    for (const { needs = [] } of machineBoard) {
      const rows = sumsOf((key) => needs.includes(key));
      assert.deepEqual(
        rows,
        rows.map((_, index) => index + 1),
      );
      assert.equal(arranged((key) => needs.includes(key)).reduce((sum, { columns }) => sum + columns, 0) % 12, 0);
    }
  });
});
