import { formatDuration } from "../../format/times.ts";
import { ApiError } from "../../state/api-error.ts";
import { t } from "../../text/t.ts";

/** What to tell somebody whose login failed, and what they can do. */
export function loginMessage(error: unknown, way: "key" | "link"): string {
  if (!(error instanceof ApiError)) return t("login.failed", { reason: String(error) });
  switch (error.code) {
    case "UNAUTHORIZED":
      return t(way === "key" ? "login.refused" : "login.link_refused");
    case "RATE_LIMITED":
      return limited(error.retryAfterSeconds);
    case "UNREACHABLE":
      return t("login.unreachable");
    default:
      return t("login.failed", { reason: error.message });
  }
}

function limited(seconds: number | null): string {
  return seconds === null ? t("login.limited_unknown") : t("login.limited", { duration: formatDuration(seconds) });
}
