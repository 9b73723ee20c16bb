import { typeWord, valueText } from "../../../components/alert-words.ts";
import { formatDuration } from "../../../format/times.ts";
import { t } from "../../../text/t.ts";
import type { RuleLevel, RuleRecord } from "./rule-record.ts";

/** What people call a rule: its type, and one's own by the name that it has. */
export function nameOfRule({ kind, name, type }: RuleRecord): string {
  return kind === "custom" ? name : typeWord(type);
}

/** When one degree of a rule is reached: `90.0 % or more for 3 min`. */
export function levelText({ judges, unit }: Pick<RuleRecord, "judges" | "unit">, level: RuleLevel): string {
  const what = conditionText(level, unit);
  const lasting =
    level.for_seconds > 0 ? t("rules.lasting", { what, duration: formatDuration(level.for_seconds) }) : what;
  return judges === "changes" ? t("rules.judges.changes") : t(`rules.judges.${judges}`, { what: lasting });
}

function conditionText({ condition, threshold, values }: RuleLevel, unit: string | null): string {
  const value = values === null ? valueText(threshold, unit) : values.map((one) => valueText(one, unit)).reduce(orOf);
  return t(`rules.is.${condition}`, { value });
}

function orOf(one: string, other: string): string {
  return t("rules.or", { one, other });
}
