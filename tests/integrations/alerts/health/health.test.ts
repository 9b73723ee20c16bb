import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Pulse } from "../../../../integrations/alerts/health/pulse.ts";
import { addSelfCheck } from "../../../../integrations/alerts/health/self-check.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { AlertLab } from "../alert-lab.ts";

describe("the self-check", () => {
  const start = () => {
    const clock = new FakeClock();
    const pulse = new Pulse(clock);
    const titles = new Set<string>();
    let hear = () => {};
    let check = () => {};
    const context = {
      clock,
      on: (_: unknown, handler: () => void) => {
        hear = handler;
      },
      every: (_: number, task: () => void) => {
        check = task;
      },
      problem: (_: string, { title }: { title: string }) => {
        titles.add(title);
        return () => titles.delete(title);
      },
    };
    addSelfCheck(context as never, pulse);
    const pass = async (minutes: number, work: () => void) => {
      for (let passed = 0; passed < minutes; passed++) {
        await clock.advance(60_000);
        work();
        check();
      }
      return [...titles];
    };
    return { pulse, pass, hear: () => hear() };
  };
  const stuck = ["The alert engine has not evaluated for 2 minutes"];

  it("is content while the engine works, and when nothing is heard", async () => {
    const { pulse, pass, hear } = start();
    const busy = await pass(5, () => {
      hear();
      pulse.judged();
      pulse.reviewed();
    });

    expect([busy, await pass(5, () => pulse.reviewed())]).toEqual([[], []]);
  });

  it("reports when machines are heard and none of it is judged, until it is", async () => {
    const { pulse, pass, hear } = start();
    const silent = await pass(3, () => {
      hear();
      pulse.reviewed();
    });
    const mended = await pass(1, () => {
      hear();
      pulse.judged();
      pulse.reviewed();
    });

    expect([silent, mended]).toEqual([stuck, []]);
  });

  it("reports when the engine does not look at anything any more", async () => {
    const { pulse, pass } = start();

    expect(await pass(2, () => pulse.judged())).toEqual(stuck);
  });
});

describe("the dead man's switch", () => {
  let lab: AlertLab;
  let server: Server;
  let asked: string[];
  let status: number;

  beforeEach(async () => {
    [asked, status] = [[], 200];
    server = createServer(({ method, url }, response) => {
      asked.push(`${method} ${url}`);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/canary-5f2a`;
    lab = await AlertLab.start(1, `  alerts:\n    dead_mans_switch: { url: "${url}" }\n`);
  });

  afterEach(async () => {
    await lab.remove();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const problems = async () => {
    const { body } = await lab.hub.call<{ problems: { title: string; advice: string }[] }>("GET", "/problems");
    return body.problems;
  };

  it("is told every minute that alerts work", async () => {
    await lab.minutes(3);

    expect([asked.length >= 3, new Set(asked)]).toEqual([true, new Set(["GET /ping/canary-5f2a"])]);
  });

  it("that does not take it is a problem, until it does", async () => {
    status = 500;
    await lab.minutes(2);
    const broken = await problems();
    status = 200;
    await lab.minutes(2);

    expect([broken.map(({ title }) => title), await problems()]).toEqual([
      ["The dead man's switch cannot be told that alerts work"],
      [],
    ]);
  });

  it("stays a secret", async () => {
    status = 404;
    await lab.minutes(2);
    const said = await Promise.all(
      ["/problems", "/config", "/integrations/alerts/config", "/events", "/integrations/alerts/diagnostics"].map(
        async (path) => JSON.stringify((await lab.hub.call("GET", path)).body),
      ),
    );

    expect([...said, JSON.stringify(lab.hub.log)].filter((text) => text.includes("canary-5f2a"))).toEqual([]);
  });
});
