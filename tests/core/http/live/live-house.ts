import type { Json, MachineClaim } from "../../../../core/sdk/index.ts";
import { EventStream, type StreamEvent } from "../../../support/event-stream.ts";
import type { TestRooms, TestRoomsOptions } from "../../../support/test-rooms.ts";
import { TestServer } from "../../../support/test-server.ts";

/** A hub with the machines nas and pi, and the pages that listen to it. */
export class LiveHouse {
  readonly server: TestServer;
  readonly #pages: EventStream[] = [];

  private constructor(server: TestServer) {
    this.server = server;
  }

  static async start(options: TestRoomsOptions = {}): Promise<LiveHouse> {
    const house = new LiveHouse(await TestServer.start(options));
    for (const id of ["nas", "pi"]) house.#addMachine(id);
    await house.tick();
    return house;
  }

  get rooms(): TestRooms["rooms"] {
    return this.server.house.rooms;
  }

  /** Lets pass what changes are gathered for. */
  tick(): Promise<void> {
    return this.server.house.clock.advance(100);
  }

  /** The hub's time, so many milliseconds from now. */
  time(later = 0): string {
    return new Date(this.server.house.clock.now() + later).toISOString();
  }

  /** Sets a value, and returns the entity's id. */
  setState(device: string, key: string, value: string | number | null, instance?: string): string {
    const place = { device, integration: "test", ...(instance === undefined ? {} : { instance }) };
    const { id } = this.rooms.entities.register({ key, name: key, unit: "%" }, place);
    this.rooms.states.set(id, value);
    return id;
  }

  /** Has an integration tell something. */
  emit(name: string, data: Json): void {
    this.rooms.bus.emit("integration_event", { name, data });
  }

  async open(query = "", headers: Record<string, string> = this.server.keys.viewer): Promise<EventStream> {
    const page = await EventStream.open({ port: this.server.port, query, headers });
    this.#pages.push(page);
    return page;
  }

  /** Opens a page that is logged in by a session, and returns its cookie too. */
  async openWithSession(query: string): Promise<readonly [page: EventStream, cookie: string]> {
    const cookie = await this.server.house.sessions.open({ name: "me", scope: "admin" });
    return [await this.open(query, { Cookie: `homelabcmd_session=${cookie}` }), cookie];
  }

  async stop(): Promise<void> {
    for (const page of this.#pages) page.close();
    await this.server.stop();
  }

  #addMachine(id: string): void {
    const machine: MachineClaim = { id, machineType: "server" };
    const claim = { ref: id, keys: {}, facts: { hostname: id }, machine };
    this.rooms.machines.admit(this.rooms.devices.claim("test", claim).device, claim);
  }
}

/** What an event says, in short: names of machines, and values of states. */
export function gist({ data }: StreamEvent): Record<string, unknown> {
  const {
    time: _,
    machines,
    states,
    ...rest
  } = data as {
    time: string;
    machines?: { id: string }[];
    states?: { id: string; value: unknown }[];
  };
  return {
    ...(machines ? { machines: machines.map(({ id }) => id) } : {}),
    ...(states ? { states: Object.fromEntries(states.map(({ id, value }) => [id, value])) } : {}),
    ...rest,
  };
}
