import { parseCount } from "./counts.ts";

/** One process as /proc/[pid]/stat tells of it. */
export interface ProcessStat {
  readonly pid: number;
  /** The program's name, at most 15 bytes; a process may choose it. */
  readonly name: string;
  /** Tells a process from a later one with the same number: clock ticks from boot to its start. */
  readonly startedAt: number;
  /** Processor time since then, clock ticks. */
  readonly ticks: number;
  /** Memory that is its own or shared, pages. */
  readonly pages: number;
}

/** PF_KTHREAD of <linux/sched.h>. */
const kernelThread = 0x00200000;

/** Reads /proc/[pid]/stat; proc_pid_stat(5). `null` for kernel threads, and for what is no such line. */
export function parseProcessStat(stat: string): ProcessStat | null {
  // The name may hold anything, parentheses, blanks and newlines too: it ends at the last parenthesis.
  const [open, close] = [stat.indexOf("("), stat.lastIndexOf(")")];
  if (open < 0 || close < open) return null;
  const fields = stat.slice(close + 2).split(" ");
  // Numbered as in the manual, where the state, the first one here, is the third.
  const field = (number: number) => parseCount(fields[number - 3]);
  const [pid, flags, user, system, startedAt] = [
    parseCount(stat.slice(0, open)),
    field(9),
    field(14),
    field(15),
    field(22),
  ];
  const pages = field(24);
  if (pid === null || flags === null || user === null || system === null || startedAt === null) return null;
  if (pages === null || (flags & kernelThread) !== 0) return null;
  const name = printable(stat.slice(open + 1, close));
  return { pid, name, startedAt, ticks: user + system, pages };
}

/** Lines of /proc/[pid]/status that stat has no answer to; proc_pid_status(5). */
export function parseProcessStatus(status: string): {
  readonly uid: string | null;
  readonly memoryBytes: number | null;
} {
  const kibibytes = parseCount(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]);
  return {
    uid: /^Uid:\s*(\d{1,10})\s/m.exec(status)?.[1] ?? null,
    memoryBytes: kibibytes !== null && Number.isFinite(kibibytes * 1024) ? kibibytes * 1024 : null,
  };
}

/** Programs that run another one, which is what a person looks for. */
const interpreter = /^(node|python[\d.]*|ruby|perl|php[\d.]*|java|bash|sh)$/;

/**
 * The program of a command line (`/proc/[pid]/cmdline`), without its folder: `nginx`, `python3 app.py`. The name in stat is short,
 * and some runtimes call every process `MainThread`. Arguments may be secrets and are left out. `null` for an empty one.
 */
export function parseProgramName(commandLine: string): string | null {
  const [first = "", second = ""] = commandLine.split("\0");
  // Daemons write into it what they do: `nginx: worker process`. Login shells begin with a dash.
  const program = fileName(first.split(" ")[0] ?? "").replace(/^-|:$/g, "");
  const script = interpreter.test(program) && /^[^-\s]\S*$/.test(second) ? ` ${fileName(second)}` : "";
  return program === "" ? null : printable(program + script);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Without control characters. Told by their codes: the classes of Unicode take half a megabyte of memory. */
function printable(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return Array.from(text, (character) => (isControl(character.charCodeAt(0)) ? "?" : character)).join("");
}

/** C0, DEL and C1: the general category Cc. */
function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/** Names by user id; passwd(5). */
export function parseUserNames(passwd: string): ReadonlyMap<string, string> {
  return new Map(
    passwd.split("\n").flatMap((line) => {
      const [name, , uid] = line.split(":");
      return name && uid ? [[uid, name] as const] : [];
    }),
  );
}
