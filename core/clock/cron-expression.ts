import schedule from "node-schedule";

/** Whether a text is a cron expression, of 5 or 6 fields, that has a next time. */
export function isCronExpression(text: string): boolean {
  // The library would fill in missing fields. It only says by planning whether it can read the others.
  if (text.trim().split(/\s+/).length < 5) return false;
  const job = schedule.scheduleJob(text, () => {});
  job?.cancel();
  return job !== null;
}
