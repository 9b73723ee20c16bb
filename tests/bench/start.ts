import { megabytes, milliseconds, printFigures, quantile } from "./figures.ts";
import { ServerProcess } from "./server-process.ts";

const runs = 5;
/** Until the first collections of garbage are over, in milliseconds. */
const settle = 12_000;

async function startTimes(start: () => Promise<ServerProcess>): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const server = await start();
    times.push(server.startMilliseconds);
    await server.stop();
  }
  return milliseconds(
    quantile(
      times.toSorted((one, other) => one - other),
      0.5,
    ),
  );
}

async function residentMemory(start: () => Promise<ServerProcess>): Promise<string> {
  const server = await start();
  await new Promise((resolve) => setTimeout(resolve, settle));
  const bytes = await server.residentBytes();
  await server.stop();
  return megabytes(bytes);
}

/** From nothing to healthy, and what it weighs with one machine: the hub's own, reporting every 5 s. */
export async function startBench(): Promise<void> {
  printFigures("bare Express + Sequelize", [
    {
      what: `start to healthy, median of ${runs}`,
      ours: await startTimes(() => ServerProcess.hub(true)),
      peer: await startTimes(() => ServerProcess.peer()),
    },
    {
      what: "the same with 20 more integrations",
      ours: await startTimes(() => ServerProcess.hub(true, 20)),
    },
    {
      what: "resident memory, one machine",
      ours: await residentMemory(() => ServerProcess.hub(true)),
      peer: await residentMemory(() => ServerProcess.peer()),
    },
  ]);
}
