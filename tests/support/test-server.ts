import { TestRooms, type TestRoomsOptions } from "./test-rooms.ts";

/** The hub's real HTTP server on real rooms, for routes that a test adds itself. */
export class TestServer {
  readonly house: TestRooms;
  readonly port: number;
  readonly keys: Awaited<ReturnType<TestRooms["addKeys"]>>;

  private constructor(house: TestRooms, port: number, keys: TestServer["keys"]) {
    this.house = house;
    this.port = port;
    this.keys = keys;
  }

  static async start(options: TestRoomsOptions = {}): Promise<TestServer> {
    const house = await TestRooms.open(options);
    house.live.start();
    const port = await house.server.listen({ host: "127.0.0.1", port: 0 });
    return new TestServer(house, port, await house.addKeys());
  }

  get routes() {
    return this.house.rooms.routes;
  }

  get live() {
    return this.house.live;
  }

  async stop(): Promise<void> {
    await this.live.stop();
    await Promise.all([this.house.server.stop(), this.house.clock.advance(10_000)]);
    await this.house.remove();
  }
}
