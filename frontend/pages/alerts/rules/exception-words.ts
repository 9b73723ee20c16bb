import { typeWord } from "../../../components/alert-words.ts";
import { t } from "../../../text/t.ts";
import { figures, type ThresholdException, thresholdParts } from "./thresholds.ts";

/** Whom an exception is for; `nameOf` says what people call a machine. */
export function whomOf({ machines = [], tags = [] }: ThresholdException, nameOf: (id: string) => string): string {
  return [...machines.map(nameOf), ...tags.map((tag) => t("rules.tagged", { tag }))].join(", ");
}

/** What is different for them, one sentence for each. */
export function differencesOf(exception: ThresholdException): readonly string[] {
  const thresholds = figures.flatMap((name) =>
    thresholdParts.flatMap((part) => {
      const value = exception[name]?.[part];
      const figure = t(`rules.figure.${name}`);
      if (value === undefined) return [];
      if (value !== null) return [t(`rules.differs.${part}`, { figure, value })];
      return part === "sustained_seconds" ? [] : [t(`rules.differs_never.${part}`, { figure })];
    }),
  );
  return [...thresholds, ...(exception.off ?? []).map((type) => t("rules.no_alerts", { type: typeWord(type) }))];
}
