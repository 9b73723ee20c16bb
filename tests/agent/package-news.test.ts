import { describe, expect, test } from "vitest";
import { PackageNews } from "../../agent/package-news.ts";
import { FakeClock } from "../support/fake-clock.ts";

const curl = { name: "curl", currentVersion: "1", newVersion: "2", repository: "Debian:13/stable", isSecurity: false };
const list = (newVersion: string) => ({ reading: [{ ...curl, newVersion }], readAt: 0 });

describe("PackageNews", () => {
  test("tells a list at first, when it changed, and once an hour", async () => {
    const clock = new FakeClock();
    const news = new PackageNews(clock);
    const moments = [null, list("2"), list("2"), list("3"), list("3")];

    const told = moments.map((packages) => news.isNews(packages));
    await clock.advance(3_599_000);
    told.push(news.isNews(list("3")));
    await clock.advance(1_000);
    told.push(news.isNews(list("3")));

    expect(told).toEqual([false, true, false, true, false, false, true]);
  });
});
