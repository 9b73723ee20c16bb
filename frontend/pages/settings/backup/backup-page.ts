import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/confirm-dialog.ts";
import type { ConfirmDialog } from "../../../components/confirm-dialog.ts";
import "../../../components/icon.ts";
import "../../../components/notice.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { formatBytes, formatPercent } from "../../../format/numbers.ts";
import { formatDate, formatMoment } from "../../../format/times.ts";
import { apiBase } from "../../../state/api-client.ts";
import { apiContext } from "../../../state/contexts.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";

/** A backup as the hub lists it. Times are ISO 8601. */
interface Backup {
  readonly name: string;
  readonly state: "running" | "complete" | "damaged";
  readonly created_at: string;
  readonly bytes: number;
  readonly version: string | null;
  readonly contains: readonly string[];
  /** From 0 to 1, of one that is being made. */
  readonly progress: number | null;
}

interface BackupList {
  readonly backups: readonly Backup[];
  readonly keep: number;
  readonly next_at: string | null;
}

const calmSeconds = 30;
const runningSeconds = 1;
const tones = { running: "info", complete: "ok", damaged: "crit" } as const;

/** The backups: what there is, when the next one is made, one now. */
@customElement("hl-backup-page")
export class BackupPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, chipStyles, skeletonStyles, settingsStyles];

  @state() private failure: string | undefined;
  @query("hl-confirm-dialog") private readonly dialog!: ConfirmDialog;
  readonly #list = new ResourceController<BackupList>(this, "/system/backups", calmSeconds);
  readonly #permission = new PermissionController(this);
  readonly #tick = new TickController(this, 60);
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#list.pace(this.#isRunning ? runningSeconds : calmSeconds);
  }

  protected override render() {
    const { data } = this.#list;
    return html`
      <hl-settings-head section="backup"></hl-settings-head>
      ${data ? this.#renderList(data) : renderUnread(this.#list, t("backup.failed"))}
      <hl-confirm-dialog></hl-confirm-dialog>
    `;
  }

  get #isRunning(): boolean {
    return this.#list.data?.backups.some(({ state }) => state === "running") ?? false;
  }

  #renderList({ backups, keep, next_at }: BackupList) {
    const time = next_at === null ? "" : formatMoment(Date.parse(next_at), this.#tick.now);
    return html`
      <div class="intro">
        <p>
          ${t("backup.intro")} ${next_at === null ? t("backup.no_next", { keep }) : t("backup.next", { time, keep })}
        </p>
        ${this.#permission.mayAdminister ? this.#renderMake() : nothing}
      </div>
      ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
      ${backups.length === 0 ? renderEmpty() : this.#renderBackups(backups)}
      <p class="small muted">${t("backup.place")}</p>
    `;
  }

  #renderMake() {
    const isRunning = this.#isRunning;
    return html`
      <button class="button primary" type="button" aria-disabled=${isRunning ? "true" : "false"} @click=${this.#make}>
        ${t(isRunning ? "backup.making" : "backup.make")}
      </button>
    `;
  }

  #renderBackups(backups: readonly Backup[]) {
    return html`
      <section aria-labelledby="list">
        <h2 id="list" tabindex="-1" data-home>${t("backup.list")}</h2>
        <ul class="rows">${backups.map((backup) => this.#renderBackup(backup))}</ul>
      </section>
    `;
  }

  #renderBackup(backup: Backup) {
    const { state, created_at, bytes, version, contains, progress } = backup;
    const words = [
      ...(state === "running" ? [] : [formatBytes(bytes)]),
      ...(version === null ? [] : [t("backup.version", { version })]),
      ...(contains.includes("key") ? [t("backup.with_key")] : []),
    ];
    const percent = formatPercent((progress ?? 0) * 100);
    return html`
      <li class="row">
        <div class="text">
          <p class="name">${formatDate(Date.parse(created_at))}</p>
          <p class="small muted">${words.join(" · ")}</p>
        </div>
        <span class="chip ${tones[state]}">${state === "running" ? t("backup.running", { percent }) : t(`backup.${state}`)}</span>
        ${this.#permission.mayAdminister && state !== "running" ? this.#renderActions(backup) : nothing}
      </li>
    `;
  }

  #renderActions(backup: Backup) {
    const time = formatDate(Date.parse(backup.created_at));
    return html`
      <a class="button quiet square" href="${apiBase}/system/backups/${backup.name}" download=${backup.name}
        aria-label=${t("backup.download_label", { time })} title=${t("backup.download_label", { time })}>
        <hl-icon name="download"></hl-icon>
      </a>
      <button class="button quiet square" type="button" aria-haspopup="dialog"
        aria-label=${t("backup.delete_label", { time })} title=${t("backup.delete_label", { time })}
        @click=${() => this.#askToDelete(backup, time)}><hl-icon name="remove"></hl-icon></button>
    `;
  }

  async #make(): Promise<void> {
    if (this.#isRunning) return;
    try {
      await this.#api.value?.post("/system/backup");
      this.failure = undefined;
    } catch (error) {
      this.failure = t("backup.make_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
    await this.#list.reload();
  }

  #askToDelete({ name, bytes }: Backup, time: string): void {
    this.dialog.ask({
      heading: t("backup.delete_title"),
      text: t("backup.delete_text", { time, size: formatBytes(bytes) }),
      action: t("backup.delete"),
      act: async () => {
        await this.#api.value?.delete(`/system/backups/${name}`);
        await this.#list.reload();
        await this.updateComplete;
      },
    });
  }
}

function renderEmpty() {
  return html`
    <hl-notice icon="download" .heading=${t("backup.empty.title")} .text=${t("backup.empty.text")}></hl-notice>
  `;
}
