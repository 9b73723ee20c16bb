import { beforeEach, describe, expect, it } from "vitest";
import { LoginLinks } from "../../../core/auth/login-links.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const grant = { name: "login link", scope: "admin" } as const;
const quarter = 15 * 60_000;

let clock: FakeClock;
let links: LoginLinks;

beforeEach(() => {
  clock = new FakeClock();
  links = new LoginLinks(clock);
});

describe("a login link", () => {
  it("works once", () => {
    const { token } = links.create(grant);

    expect([token, links.redeem(token), links.redeem(token)]).toEqual([
      expect.stringMatching(/^hll_[\w-]{43}$/),
      grant,
      undefined,
    ]);
  });

  it("works for 15 minutes", async () => {
    const [early, late] = [links.create(grant).token, links.create(grant).token];
    await clock.advance(quarter - 1);
    const inTime = links.redeem(early);
    await clock.advance(1);

    expect([inTime, links.redeem(late)]).toEqual([grant, undefined]);
  });

  it("is neither used up nor found by a wrong guess", () => {
    const { token } = links.create(grant);

    expect([links.redeem(`${token}x`), links.redeem(""), links.redeem(token)]).toEqual([undefined, undefined, grant]);
  });

  it("ends with its hub", () => {
    const { token } = links.create(grant);

    expect(new LoginLinks(clock).redeem(token)).toBeUndefined();
  });
});
