import { PlatformError } from "../errors.ts";
import type { ConfigSource } from "./config-source.ts";
import { whyLocked } from "./locks.ts";
import type { Override } from "./overrides.ts";
import type { ConfigProblem } from "./problem.ts";
import { mostBytes, readText } from "./read-text.ts";
import { replaceFile } from "./replace-file.ts";
import { escapeVariables } from "./variables.ts";
import { dataOf, editText } from "./yaml-edit/edit-text.ts";
import { EditRefusal } from "./yaml-edit/refusal.ts";
import { applyStep, isPlainMap, type Step, stepsBetween } from "./yaml-edit/steps.ts";

/** What a setting is to be; `undefined` takes it out of the file. Maps that it needs are made. */
export interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The file to edit: as it was read, without problems. */
export interface Editable {
  readonly source: ConfigSource;
  readonly overrides: readonly Override[];
  /** Checks what the file is about to say. */
  check(text: string): Promise<readonly ConfigProblem[]>;
}

/**
 * Edits a configuration file; everything that is not changed stays as it is, to the byte. Answers the new text. Throws
 * `CONFLICT` when the file has changed since it was read, is read-only, or does not decide the setting itself, and
 * `VALIDATION_ERROR` when the result would be wrong; the file is untouched then.
 */
export async function editConfig(file: Editable, changes: readonly Change[]): Promise<string> {
  const { source, overrides } = file;
  const steps = changes.flatMap((change) => stepsOf(source, change));
  for (const { path } of steps) {
    const reason = whyLocked(source, overrides, path);
    if (reason) throw new PlatformError("CONFLICT", reason, { field: path.join(".") });
  }
  const text = textAfter(source, steps);
  if (text === source.text) return text;
  await refuseWrong(file, text, steps);
  refuseChanged(source);
  await replaceFile(source.file, text);
  return text;
}

/** What is to change, compared with what holds now: a value that is as it should be is not written over a `!secret`. */
function stepsOf(source: ConfigSource, { path, value }: Change): Step[] {
  const setting = source.setting(path);
  if (value === undefined) return setting ? [{ kind: "delete", path }] : [];
  return setting ? stepsBetween(setting.value, value, path) : [{ kind: "set", path, value }];
}

function textAfter(source: ConfigSource, steps: readonly Step[]): string {
  try {
    const wanted = steps.map(escapeStep).reduce(applyStep, dataOf(source.text));
    return editText(source.text, wanted);
  } catch (error) {
    if (!(error instanceof EditRefusal)) throw error;
    const where = steps.map(({ path }) => path.join(".")).join(", ");
    const message = `${source.file} cannot be edited at ${where}: ${error.message}. Edit the file by hand.`;
    throw new PlatformError("CONFLICT", message, { cause: error });
  }
}

async function refuseWrong({ check }: Editable, text: string, steps: readonly Step[]): Promise<void> {
  const field = steps[0]?.path.join(".") ?? "";
  if (Buffer.byteLength(text) > mostBytes) {
    throw new PlatformError("VALIDATION_ERROR", `The file would be larger than ${mostBytes} bytes`, { field });
  }
  const problems = await check(text);
  if (problems.length === 0) return;
  throw new PlatformError("VALIDATION_ERROR", problems.map(({ message }) => message).join("; "), { field });
}

function refuseChanged(source: ConfigSource): void {
  const now = readText(source.file) ?? { text: "" };
  if ("text" in now && now.text === source.text) return;
  throw new PlatformError("CONFLICT", `${source.file} has been edited meanwhile; reload it and try again`);
}

function escapeStep(step: Step): Step {
  return step.kind === "delete" ? step : { ...step, value: escapeTexts(step.value) };
}

/** A caller's text means itself: only who may write the file can have it filled in from the environment. */
function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return escapeVariables(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, escapeTexts(item)]));
}
