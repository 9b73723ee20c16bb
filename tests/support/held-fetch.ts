import type { IntegrationContext } from "../../core/sdk/index.ts";
import type { FakeClock } from "./fake-clock.ts";

/** Has fake time stand still while an integration asks another host: for `wrapContext` of a test hub. */
export function holdFetch(clock: FakeClock): (context: IntegrationContext) => IntegrationContext {
  return (context) => {
    const held = clock.holdFor({ fetch: context.fetch });
    return new Proxy(context, {
      get: (target, name) => (name === "fetch" ? held.fetch : (Reflect.get(target, name, target) as unknown)),
    });
  };
}
