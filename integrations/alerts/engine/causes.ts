import type { StateReader } from "../../../core/sdk/index.ts";

/** The entity whose attributes name the processes that are to blame, by type of alert. */
const culprits: Readonly<
  Record<string, { readonly key: string; readonly figure: string; readonly unit: string; readonly scale: number }>
> = {
  cpu: { key: "process_busiest", figure: "cpu_percent", unit: "%", scale: 1 },
  memory: { key: "process_largest", figure: "memory_bytes", unit: "MiB", scale: 1024 ** 2 },
};

const most = 5;

/** The processes that take the most of what there is too little of, the first ahead: `java (pid 812): 91.5 %`. */
export function causesOf(type: string, device: string, states: StateReader): readonly string[] {
  const culprit = culprits[type];
  const state = culprit && states.get(`${device}.${culprit.key}`);
  if (!culprit || !state?.available) return [];
  const { attributes } = state;
  return Array.from({ length: most }, (_, index) => index + 1).flatMap((place) => {
    const [name, pid] = [attributes[`name_${place}`], attributes[`pid_${place}`]];
    const figure = attributes[`${culprit.figure}_${place}`];
    if (typeof name !== "string") return [];
    const amount =
      typeof figure === "number" ? `: ${Math.round((figure / culprit.scale) * 10) / 10} ${culprit.unit}` : "";
    return [`${name}${pid == null ? "" : ` (pid ${String(pid)})`}${amount}`];
  });
}
