import type { ExpectedUnit } from "../../../frontend/pages/machine/expected-units.ts";
import type { SentRequest, TestDashboard } from "./fixture.ts";

/** What the hub answers instead. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** A hub that keeps what is expected of one machine, and does what it is asked to. */
export class FakeServices {
  /** How it answers whoever wants to read. */
  failure: Refusal | undefined;
  /** How it answers whoever wants to change something. */
  refusal: Refusal | undefined;
  /** Whether nothing reaches it. */
  isLost = false;
  #units: readonly ExpectedUnit[];

  constructor(dashboard: TestDashboard, machine: string, units: readonly ExpectedUnit[]) {
    this.#units = units;
    dashboard.answers.set(`/machines/${machine}/services`, (request) => this.#answer(request));
  }

  #answer({ method, path, body }: SentRequest): Response {
    if (this.isLost) throw new TypeError("Failed to fetch");
    const refusal = method === "GET" ? this.failure : this.refusal;
    if (refusal) return Response.json({ detail: { code: "REFUSED", message: refusal.message } }, refusal);
    const name = decodeURIComponent(path.split("/")[4] ?? "");
    if (method === "GET") return Response.json({ services: this.#units, total: this.#units.length });
    if (method === "DELETE") {
      this.#units = this.#units.filter((unit) => unit.service_name !== name);
      return new Response(null, { status: 204 });
    }
    return Response.json(this.#keep(name, body as Partial<ExpectedUnit>));
  }

  #keep(name: string, body: Partial<ExpectedUnit>): ExpectedUnit {
    const fresh = { service_name: name, display_name: null, is_critical: true, enabled: true };
    const kept = { ...fresh, ...this.#units.find((unit) => unit.service_name === name), ...body };
    this.#units = [...this.#units.filter((unit) => unit.service_name !== kept.service_name), kept];
    return kept;
  }
}
