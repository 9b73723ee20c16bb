import { assert } from "chai";
import { html, type LitElement } from "lit";
import "../../../../frontend/pages/settings/backup/backup-page.ts";
import type { SessionScope } from "../../../../frontend/state/session.ts";
import { clearPage, show, testDashboard, textOf } from "../../support/fixture.ts";
import { buttonsOf, findAll, press, quiet } from "../../support/press.ts";

const complete = {
  name: "homelabcmd-2025-01-01T03-30-00.000Z.tar.gz",
  state: "complete",
  created_at: "2025-01-01T03:30:00Z",
  bytes: 40 * 1024,
  version: "0.1.0",
  checked: true,
  contains: ["database", "config", "key"],
  progress: null,
};
const running = { ...complete, name: "next", state: "running", bytes: 0, version: null, contains: [], progress: 0.4 };
const moment = "1 Jan 2025, 03:30";

async function arrange(scope: SessionScope, nextAt: string | null = "2025-01-02T03:30:00Z") {
  const dashboard = testDashboard();
  dashboard.session.scope.set(scope);
  let backups: readonly object[] = [complete];
  dashboard.answers.set("/system/backups", ({ method }) => {
    if (method === "GET") return Response.json({ backups, total: backups.length, keep: 14, next_at: nextAt });
    backups = [];
    return new Response(null, { status: 204 });
  });
  dashboard.answers.set("/system/backup", () => {
    backups = [running, complete];
    return Response.json(running, { status: 202 });
  });
  const page = await show<LitElement>(html`<hl-backup-page></hl-backup-page>`, dashboard);
  await quiet(page);
  return { dashboard, page };
}

const rowsOf = (page: LitElement) => findAll(page, "li").map((row) => textOf(row).replaceAll("\u00a0", " "));

describe("the page of the backups", () => {
  afterEach(clearPage);

  it("says what there is, and when the next one is made", async () => {
    const planned = await arrange("viewer");
    const unplanned = await arrange("viewer", null);

    assert.deepEqual(
      [
        rowsOf(planned.page),
        /The next one is made ([^.]+)\./.exec(textOf(planned.page))?.[1],
        textOf(unplanned.page).includes("None is made by itself"),
      ],
      [[`${moment} 40 KiB · of version 0.1.0 · with the encryption key checked`], "03:30", true],
    );
  });

  it("makes one, and shows how far it is", async () => {
    const { page, dashboard } = await arrange("admin");

    await press(page, "Back up now");

    assert.deepEqual(
      [dashboard.changes.map(({ path }) => path), rowsOf(page)[0]],
      [["/system/backup"], `${moment} 40 % done`],
    );
  });

  it("deletes one when the user has confirmed which", async () => {
    const { page, dashboard } = await arrange("admin");

    await press(page, `Delete the backup of ${moment}`);
    const before = dashboard.changes.length;
    await press(page, "Delete the backup");

    assert.deepEqual(
      [
        before,
        dashboard.changes.map(({ method, path }) => `${method} ${path}`),
        textOf(page).includes("No backup yet"),
      ],
      [0, [`DELETE /system/backups/${complete.name}`], true],
    );
  });

  it("lets a viewer look and not touch", async () => {
    const { page } = await arrange("operator");

    assert.deepEqual([buttonsOf(page), findAll(page, "a[download]").length], [[], 0]);
  });
});
