/** Columns of a board. */
const width = 12;

/** One card of a board: its element and its size in columns (of 12) and rows. */
export interface BoardWidget {
  readonly card: string;
  readonly columns: number;
  readonly rows: number;
  /** The card is drawn where the machine has a reading of one of these keys; without them, always. */
  readonly needs?: readonly string[];
  /** Who may act sees it without readings too: there it asks what there should be. */
  readonly isInviting?: boolean;
}

/** The cards of a machine's page, in order. */
export const machineBoard: readonly BoardWidget[] = [
  { card: "hl-machine-cpu-card", columns: 8, rows: 5 },
  { card: "hl-machine-memory-card", columns: 4, rows: 5 },
  { card: "hl-machine-disks-card", columns: 4, rows: 5 },
  { card: "hl-machine-services-card", columns: 4, rows: 5, needs: ["unit_status", "failed_units"], isInviting: true },
  { card: "hl-machine-containers-card", columns: 4, rows: 5, needs: ["containers_running"] },
  { card: "hl-machine-network-card", columns: 8, rows: 5 },
  { card: "hl-machine-interfaces-card", columns: 4, rows: 5 },
  { card: "hl-machine-updates-card", columns: 8, rows: 5, needs: ["updates_available"] },
  { card: "hl-machine-processes-card", columns: 4, rows: 5, needs: ["process_busiest", "process_largest"] },
  { card: "hl-machine-drives-card", columns: 4, rows: 5, needs: ["disk_read_rate", "disk_smart_passed"] },
  { card: "hl-machine-sensors-card", columns: 4, rows: 5, needs: ["temperature_hottest_celsius", "throttled"] },
  { card: "hl-machine-load-card", columns: 4, rows: 5 },
  { card: "hl-machine-system-card", columns: 4, rows: 5 },
  { card: "hl-machine-identity-card", columns: 4, rows: 5 },
];

/** Every key that some card needs. */
export const neededKeys: readonly string[] = machineBoard.flatMap(({ needs }) => needs ?? []);

/** The cards that a machine has readings for. The cards of a row that is not full share its width, and none is left alone. */
export function arranged(has: (key: string) => boolean, mayAct = false): readonly BoardWidget[] {
  const rows: BoardWidget[][] = [];
  for (const widget of machineBoard) {
    if (widget.needs && !widget.needs.some(has) && !(mayAct && widget.isInviting)) continue;
    const row = rows.at(-1);
    if (row && taken(row) + widget.columns <= width) row.push(widget);
    else rows.push([widget]);
  }
  keepCompany(rows);
  return rows.flatMap((row) => row.map((widget) => ({ ...widget, columns: (widget.columns * width) / taken(row) })));
}

/** The last card of the board gets another beside it, from a row that has enough of them. */
function keepCompany(rows: readonly BoardWidget[][]): void {
  const [before, last] = rows.slice(-2);
  if (!before || last?.length !== 1 || before.length < 3) return;
  last.unshift(...before.splice(-1));
}

function taken(row: readonly BoardWidget[]): number {
  return row.reduce((sum, { columns }) => sum + columns, 0);
}
