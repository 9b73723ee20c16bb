import type { WholeFiles } from "../../../agent/runtime/whole-files.ts";

/** A folder in memory, with a power supply that can be cut at any of its operations. */
export class MemoryFiles implements WholeFiles {
  readonly contents = new Map<string, Uint8Array>();
  /** How many operations are left before the cut. */
  operationsLeft = Number.POSITIVE_INFINITY;

  async read(name: string): Promise<Uint8Array | null> {
    this.#live();
    return this.contents.get(name) ?? null;
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    // A write that is cut leaves half of it, under the name for unfinished ones.
    this.contents.set(`${name}.part`, bytes.subarray(0, bytes.length / 2));
    this.#live();
    this.contents.delete(`${name}.part`);
    this.contents.set(name, bytes);
    this.#live();
  }

  async remove(name: string): Promise<void> {
    this.#live();
    this.contents.delete(name);
  }

  async list(): Promise<readonly string[]> {
    this.#live();
    return [...this.contents.keys()];
  }

  pathOf(name: string): string {
    return `/updates/${name}`;
  }

  #live(): void {
    if (this.operationsLeft <= 0) throw new Error("The power is off");
    this.operationsLeft--;
  }
}
