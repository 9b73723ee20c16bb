import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../../components/icon.ts";
import "../../../components/notice.ts";
import "../../../components/search-field.ts";
import type { SearchField } from "../../../components/search-field.ts";
import "../../../components/segments.ts";
import type { Segments } from "../../../components/segments.ts";
import { type Signal, signalOf } from "../../../components/signal.ts";
import { TickController } from "../../../components/tick-controller.ts";
import { type DashboardMachine, MachineController } from "../../../sdk/index.ts";
import type { Page } from "../../../shell/page.ts";
import { addressOf } from "../../../state/base-path.ts";
import { PermissionController } from "../../../state/permission-controller.ts";
import { ResourceController } from "../../../state/resource-controller.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { chipStyles } from "../../../styles/chips.ts";
import { ledStyles } from "../../../styles/led.ts";
import { skeletonStyles } from "../../../styles/skeleton.ts";
import { t } from "../../../text/t.ts";
import { renderUnread } from "../section-states.ts";
import "../settings-head.ts";
import { settingsStyles } from "../settings-styles.ts";
import { type AgentList, type AgentRecord, canUpdate, isUpdating } from "./agent-record.ts";
import { agentRow } from "./agent-row.ts";
import "./agent-token-dialog.ts";
import type { AgentTokenDialog } from "./agent-token-dialog.ts";
import { AgentUpdates } from "./agent-updates.ts";
import {
  type AgentGroup,
  type AgentsFilter,
  agentGroups,
  formatAgentsFilter,
  isIn,
  matchesAgent,
  parseAgentsFilter,
} from "./agents-filter.ts";
import { agentsStyles } from "./agents-styles.ts";
import "./by-hand-dialog.ts";
import type { ByHandDialog } from "./by-hand-dialog.ts";
import "./update-all-dialog.ts";
import type { UpdateAllDialog } from "./update-all-dialog.ts";
import { updateProgressStyles } from "./update-progress.ts";

const calmSeconds = 10;
const updatingSeconds = 2;
/** Machines that change one after the other make one reading of the list. */
const changeMilliseconds = 1000;
const columns = ["machine", "version", "updates", "reports", "last_seen", "actions"] as const;

/** Every agent: what it runs, how it reports, and how its update goes on. */
@customElement("hl-agents-page")
export class AgentsPage extends LitElement implements Page {
  static override styles = [
    baseStyles,
    buttonStyles,
    chipStyles,
    ledStyles,
    skeletonStyles,
    settingsStyles,
    updateProgressStyles,
    agentsStyles,
  ];

  /** The query part of the address, which keeps search and filter. */
  @property() locationQuery = "";
  @state() private filter: AgentsFilter = { search: "", group: "all" };
  @query("hl-search-field") private readonly searchField!: SearchField | null;
  @query("hl-agent-token-dialog") private readonly tokenDialog!: AgentTokenDialog;
  @query("hl-by-hand-dialog") private readonly byHandDialog!: ByHandDialog;
  @query("hl-update-all-dialog") private readonly updateAllDialog!: UpdateAllDialog;

  readonly #agents = new ResourceController<AgentList>(this, "/agents", calmSeconds);
  readonly #updates = new AgentUpdates(this, () => this.#agents.reload());
  readonly #permission = new PermissionController(this);
  readonly #machines = new MachineController(this);
  readonly #tick = new TickController(this, 5);
  #seenMachines: readonly DashboardMachine[] = [];
  #machinesById: ReadonlyMap<string, DashboardMachine> = new Map();
  #focusedRow: Element | null = null;
  #reloading: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.#machines.watchAll();
  }

  focusSearch(): void {
    this.searchField?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#reloading);
    this.#reloading = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("locationQuery")) this.filter = parseAgentsFilter(this.locationQuery);
    this.#agents.pace(this.#agents.data?.agents.some(isUpdating) ? updatingSeconds : calmSeconds);
    this.#followMachines();
    this.#focusedRow = this.shadowRoot?.activeElement?.closest("tr") ?? null;
  }

  /** An update that begins takes its button away: the focus stays in the row. */
  protected override updated(): void {
    if (this.#focusedRow?.isConnected && !this.shadowRoot?.activeElement) this.#focusedRow.querySelector("a")?.focus();
  }

  protected override render() {
    const { data } = this.#agents;
    return html`
      <hl-settings-head section="agents"></hl-settings-head>
      ${data ? this.#renderList(data) : renderUnread(this.#agents, t("agents.failed"))}
      <hl-agent-token-dialog></hl-agent-token-dialog>
      <hl-by-hand-dialog .command=${data?.upgrade_command ?? ""}></hl-by-hand-dialog>
      <hl-update-all-dialog .agents=${data?.agents ?? []} .version=${data?.version ?? ""}
        @confirm=${() => this.#updates.startAll()}></hl-update-all-dialog>
    `;
  }

  #renderList({ agents, version }: AgentList) {
    if (agents.length === 0) return renderEmpty();
    const shown = agents.filter((agent) => matchesAgent(agent, this.filter));
    return html`
      <div class="intro">
        <p>${t("agents.intro", { version })}</p>
        ${this.#permission.mayAdminister ? nothing : html`<p class="small muted">${t("agents.viewer")}</p>`}
      </div>
      ${this.#renderTools(agents)}
      ${this.#updates.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.#updates.failure}</p>`}
      ${shown.length === 0 ? this.#renderNothing() : this.#renderTable(shown, version)}
    `;
  }

  #renderTools(agents: readonly AgentRecord[]) {
    const segments = agentGroups.map((group) => ({
      value: group,
      label: t(`agents.filter.${group}`),
      count: agents.filter((agent) => isIn(agent, group)).length,
    }));
    const behind = agents.filter(canUpdate).length;
    return html`
      <div class="tools">
        <hl-search-field .label=${t("agents.search")} .value=${this.filter.search}
          @input=${(event: Event) => this.#show({ search: (event.target as SearchField).value })}></hl-search-field>
        <hl-segments .label=${t("agents.filter")} .value=${this.filter.group} .segments=${segments}
          @change=${(event: Event) => this.#show({ group: (event.target as Segments).value as AgentGroup })}></hl-segments>
        ${
          behind > 0 && this.#permission.mayAdminister
            ? html`
              <button class="button primary" type="button" aria-haspopup="dialog" @click=${() => this.updateAllDialog.open()}>
                <hl-icon name="update"></hl-icon>${t("agents.update_all", { count: behind })}
              </button>
            `
            : nothing
        }
      </div>
    `;
  }

  #renderTable(agents: readonly AgentRecord[], version: string) {
    const around = {
      version,
      mayAdminister: this.#permission.mayAdminister,
      now: this.#tick.now,
      signalOf: (agent: AgentRecord) => this.#signalOf(agent),
      isBusy: ({ server_id }: AgentRecord) => this.#updates.isBusy(server_id),
      onUpdate: (agent: AgentRecord) => this.#updates.start(agent),
      onWithdraw: (agent: AgentRecord) => this.#updates.withdraw(agent),
      onByHand: (agent: AgentRecord) => this.byHandDialog.open(agent),
      onToken: (agent: AgentRecord) => this.tokenDialog.open(agent),
    };
    return html`
      <table role="table" aria-label=${t("agents.table")}>
        <thead role="rowgroup">
          <tr role="row">
            ${columns.map(
              (column) => html`
                <th role="columnheader" scope="col">
                  <span class=${column === "actions" ? "visually-hidden" : ""}>${t(`agents.${column}`)}</span>
                </th>
              `,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(
            agents,
            ({ server_id }) => server_id,
            (agent) => agentRow(agent, around),
          )}
        </tbody>
      </table>
    `;
  }

  #renderNothing() {
    return html`
      <hl-notice icon="nothing" .heading=${t("agents.nothing.title")} .text=${t("agents.nothing.text")}>
        <button class="button" type="button" @click=${() => this.#show({ search: "", group: "all" })}>
          ${t("agents.nothing.reset")}
        </button>
      </hl-notice>
    `;
  }

  /** What the live stream says of the machine is fresher than the list. */
  #signalOf({ server_id, status }: AgentRecord): Signal {
    const machine = this.#machinesById.get(server_id);
    if (machine) return signalOf(machine);
    return status === "online" ? "ok" : status === "offline" ? "crit" : "unknown";
  }

  /** A machine that changed may have another agent: the list is read again in a moment. */
  #followMachines(): void {
    const { machines } = this.#machines;
    if (machines === this.#seenMachines) return;
    const isFirst = this.#seenMachines.length === 0;
    this.#seenMachines = machines;
    this.#machinesById = new Map(machines.map((machine) => [machine.id, machine]));
    if (isFirst || this.#reloading !== undefined) return;
    this.#reloading = setTimeout(() => {
      this.#reloading = undefined;
      void this.#agents.reload();
    }, changeMilliseconds);
  }

  #show(change: Partial<AgentsFilter>): void {
    this.filter = { ...this.filter, ...change };
    history.replaceState(history.state, "", addressOf(`/settings/agents${formatAgentsFilter(this.filter)}`));
  }
}

function renderEmpty() {
  return html`
    <hl-notice icon="machine" .heading=${t("agents.empty.title")} .text=${t("agents.empty.text")}>
      <a class="button primary" href=${addressOf("/add-machine")}>${t("overview.add")}</a>
    </hl-notice>
  `;
}
