import { randomBytes } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { PlatformError } from "../../errors.ts";
import { UndoStack } from "../../lifecycle/undo-stack.ts";
import type { Undo } from "../../sdk/index.ts";
import { parseSelection } from "../../states/selection.ts";
import type { House } from "../house.ts";
import { machineToWire } from "../wire/machine.ts";
import { stateToWire } from "../wire/state.ts";
import { LiveClient } from "./client.ts";
import { ChangeJournal } from "./journal.ts";

/** Changes within this many milliseconds travel together. */
const tickMilliseconds = 100;
/** A stream that is silent for longer than two of these is dead. */
const pingMilliseconds = 15_000;
const mostClients = 250;
/** Most kinds of events that a page follows. */
const mostEvents = 20;
/** Of the journal, and of the states, as `#id` writes it. */
const position = /^([0-9a-f]+)-(\d+)-(\d+)$/;
const eventName = /^[a-z][a-z0-9-]*\.[a-z0-9_]+$/;

type Kind = "machine" | "seen" | "state";
type Rooms = Pick<House, "authenticator" | "bus" | "clock" | "entities" | "machines" | "states">;

/**
 * `GET /live`: one stream of Server-Sent Events per page (WHATWG HTML, 9.2). First a snapshot, then what changed. Every change
 * is serialised once, however many pages want it, and a page gets only what it asked for.
 */
export class LiveStream {
  readonly #rooms: Rooms;
  readonly #addressOf: (request: Request) => string;
  /** Tells this run of the hub from others, whose sequence numbers mean nothing here. */
  readonly #epoch = randomBytes(6).toString("hex");
  readonly #journal = new ChangeJournal();
  readonly #clients = new Set<LiveClient>();
  readonly #undos = new UndoStack();
  #dirty = new Set<string>();
  #removed = new Set<string>();
  #ticking = false;

  constructor(rooms: Rooms, addressOf: (request: Request) => string) {
    this.#rooms = rooms;
    this.#addressOf = addressOf;
  }

  start(): void {
    const { bus } = this.#rooms;
    const owner = "the live stream";
    this.#undos.add(bus.on({ type: "state_changed" }, ({ entityId }) => this.#touch(entityId), owner));
    this.#undos.add(bus.on({ type: "entity_changed" }, ({ entityId }) => this.#changed("state", entityId), owner));
    this.#undos.add(bus.on({ type: "entity_removed" }, ({ entityId }) => this.#gone("state", entityId), owner));
    this.#undos.add(bus.on({ type: "machine_changed" }, ({ machine }) => this.#changed("machine", machine.id), owner));
    this.#undos.add(bus.on({ type: "machine_seen" }, ({ id }) => this.#changed("seen", id), owner));
    this.#undos.add(bus.on({ type: "machine_removed" }, ({ id }) => this.#gone("machine", id), owner));
    this.#planPing();
  }

  /** Ends every stream. */
  async stop(): Promise<void> {
    await this.#undos.unwind();
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }

  /** Opens a stream; throws, before anything is sent, what the caller did wrong. */
  readonly middleware: RequestHandler = (request, response) => {
    const { headers, method } = request;
    const address = this.#addressOf(request);
    const authorize = () => void this.#rooms.authenticator.authorize({ headers, method, address }, "viewer");
    authorize();
    if (this.#clients.size >= mostClients) {
      throw new PlatformError("UNAVAILABLE", "Too many pages are open", { retryAfterSeconds: 30 });
    }
    const selection = parseSelection(textOf(request.query["states"])?.split(",").filter(Boolean) ?? [], "states");
    const client = new LiveClient(response, selection, authorize);
    const names = eventNames(textOf(request.query["events"]));
    openStream(response);
    this.#clients.add(client);
    const undoEvents = this.#followEvents(client, names);
    response.once("close", () => {
      this.#clients.delete(client);
      undoEvents();
    });
    this.#catchUp(client, textOf(headers["last-event-id"]) ?? textOf(request.query["since"]));
  };

  /** Sends the named events of integrations as they happen. What a page misses while it is away it asks for when it is back. */
  #followEvents(client: LiveClient, names: readonly string[]): Undo {
    const undos = names.map((name) =>
      this.#rooms.bus.on(
        { type: "integration_event", name },
        ({ data }) => client.send("event", undefined, JSON.stringify({ time: this.#time(), name, data })),
        "the live stream",
      ),
    );
    return () => {
      for (const undo of undos) undo();
    };
  }

  #changed(kind: Kind, id: string): void {
    const key = keyOf(kind, id);
    this.#journal.changed(key);
    this.#touch(key);
  }

  /** States remember by themselves when they changed: in a busy fleet there are 100,000 changes a second. */
  #touch(key: string): void {
    // Who opens a page now begins with what there is, or with what became different since.
    if (this.#clients.size === 0) return;
    this.#dirty.add(key);
    this.#removed.delete(key);
    this.#planTick();
  }

  #gone(kind: Kind, id: string): void {
    const key = keyOf(kind, id);
    this.#journal.removed(key);
    if (this.#clients.size === 0) return;
    this.#removed.add(key);
    this.#dirty.delete(key);
    this.#planTick();
  }

  #planTick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const undo = this.#rooms.clock.after(tickMilliseconds, () => {
      forget();
      this.#tick();
    });
    const forget = this.#undos.add(undo);
  }

  #tick(): void {
    this.#ticking = false;
    const [dirty, removed] = [this.#dirty, this.#removed];
    this.#dirty = new Set();
    this.#removed = new Set();
    if (this.#clients.size === 0) return;
    const texts = new Map<string, string>();
    for (const client of this.#clients) this.#sendChanges(client, dirty, removed, texts);
  }

  #planPing(): void {
    const undo = this.#rooms.clock.after(pingMilliseconds, () => {
      for (const client of this.#clients) client.ping(`{"time":"${this.#time()}"}`);
      forget();
      this.#planPing();
    });
    const forget = this.#undos.add(undo);
  }

  #catchUp(client: LiveClient, lastId: string | undefined): void {
    const missed = this.#missedSince(lastId);
    if (missed) this.#sendChanges(client, missed.changed, missed.removed, new Map());
    else this.#sendSnapshot(client);
  }

  #missedSince(lastId = ""): { readonly changed: Iterable<string>; readonly removed: Iterable<string> } | undefined {
    const { states } = this.#rooms;
    const [, epoch, journalSequence, stateSequence] = position.exec(lastId) ?? [];
    if (epoch !== this.#epoch || Number(stateSequence) > states.sequence) return undefined;
    const missed = this.#journal.since(Number(journalSequence));
    if (!missed) return undefined;
    const changed = new Set(missed.changed);
    for (const { id } of states.changedSince(Number(stateSequence))) changed.add(id);
    // What was removed may be there again.
    return { changed, removed: missed.removed.filter((key) => !changed.has(key)) };
  }

  #sendSnapshot(client: LiveClient): void {
    const { machines, entities, states } = this.#rooms;
    const snapshot = { time: this.#time(), machines: machines.list().map((machine) => machineToWire(machine)) };
    const wanted: object[] = [];
    for (const entity of entities.list()) {
      const state = client.wants(entity) ? states.get(entity.id) : undefined;
      if (state) wanted.push(stateToWire(entity, state));
    }
    client.send("snapshot", this.#id(), JSON.stringify({ ...snapshot, states: wanted }));
  }

  #sendChanges(
    client: LiveClient,
    changed: Iterable<string>,
    removed: Iterable<string>,
    texts: Map<string, string>,
  ): void {
    const parts: Record<Kind, string[]> = { machine: [], seen: [], state: [] };
    for (const key of changed) {
      const [kind, id] = split(key);
      if (kind === "state" && !this.#wants(client, id)) continue;
      const text = texts.get(key) ?? this.#serialise(kind, id);
      texts.set(key, text);
      if (text !== "") parts[kind].push(text);
    }
    const gone: Record<Kind, string[]> = { machine: [], seen: [], state: [] };
    for (const key of removed) {
      const [kind, id] = split(key);
      gone[kind].push(id);
    }
    const fields = [
      ...(parts.machine.length > 0 ? [`"machines":[${parts.machine}]`] : []),
      ...(parts.seen.length > 0 ? [`"seen":{${parts.seen}}`] : []),
      ...(parts.state.length > 0 ? [`"states":[${parts.state}]`] : []),
      ...(gone.machine.length > 0 ? [`"machines_removed":${JSON.stringify(gone.machine)}`] : []),
      ...(gone.state.length > 0 ? [`"states_removed":${JSON.stringify(gone.state)}`] : []),
    ];
    if (fields.length > 0) client.send("changes", this.#id(), `{"time":"${this.#time()}",${fields}}`);
  }

  #wants(client: LiveClient, entityId: string): boolean {
    const entity = this.#rooms.entities.get(entityId);
    return entity !== undefined && client.wants(entity);
  }

  #serialise(kind: Kind, id: string): string {
    const { machines, entities, states } = this.#rooms;
    if (kind === "state") {
      const [entity, state] = [entities.get(id), states.get(id)];
      return entity && state ? JSON.stringify(stateToWire(entity, state)) : "";
    }
    const machine = machines.get(id);
    if (!machine) return "";
    if (kind === "machine") return JSON.stringify(machineToWire(machine));
    return machine.lastSeen === null ? "" : `${JSON.stringify(id)}:"${new Date(machine.lastSeen).toISOString()}"`;
  }

  #id(): string {
    return `${this.#epoch}-${this.#journal.sequence}-${this.#rooms.states.sequence}`;
  }

  #time(): string {
    return new Date(this.#rooms.clock.now()).toISOString();
  }
}

function eventNames(text: string | undefined): readonly string[] {
  const names = text?.split(",").filter(Boolean) ?? [];
  if (names.length <= mostEvents && names.every((name) => eventName.test(name))) return names;
  const message = `events: at most ${mostEvents} names like alerts.alert_changed, with commas`;
  throw new PlatformError("VALIDATION_ERROR", message, { field: "events" });
}

function openStream(response: Response): void {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    // Some proxies hold answers back unless they are told.
    "X-Accel-Buffering": "no",
  });
  response.flushHeaders();
}

/** A state is named by its id alone, in which there is no space: no text is made for what changes most. */
function keyOf(kind: Kind, id: string): string {
  return kind === "state" ? id : `${kind} ${id}`;
}

function split(key: string): [Kind, string] {
  const space = key.indexOf(" ");
  const kind = key.slice(0, Math.max(0, space));
  return kind === "machine" || kind === "seen" ? [kind, key.slice(space + 1)] : ["state", key];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
