/** One card of a board: its element and its size in columns (of 12) and rows. */
export interface BoardWidget {
  readonly card: string;
  readonly columns: number;
  readonly rows: number;
}

/** The cards of every machine's page, in order. */
export const machineBoard: readonly BoardWidget[] = [
  { card: "hl-machine-cpu-card", columns: 8, rows: 5 },
  { card: "hl-machine-memory-card", columns: 4, rows: 5 },
  { card: "hl-machine-network-card", columns: 8, rows: 5 },
  { card: "hl-machine-disks-card", columns: 4, rows: 5 },
  { card: "hl-machine-load-card", columns: 4, rows: 5 },
  { card: "hl-machine-interfaces-card", columns: 4, rows: 5 },
  { card: "hl-machine-system-card", columns: 4, rows: 5 },
];
