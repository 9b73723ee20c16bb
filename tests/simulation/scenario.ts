import type { Heartbeat } from "../../agent/protocol.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import type { TestHub } from "../support/test-hub.ts";

/** Something that goes wrong, or only seems to, and what is to come of it. */
export interface Scenario {
  /** One line; `--only` finds it by any part. */
  readonly name: string;
  /** Ids of the machines that it happens to; they have no other part in the day. */
  readonly machines: readonly string[];
  /** In minutes. At its end all is well again, but for what `alerts` says. */
  readonly lasts: number;
  /** What its machines do; from its begin to the end of the day. By default they are well. */
  readonly behaviour?: Behaviour;
  /** So many hours of what its machines did before it begins are sent at its begin, late; their minutes are negative. */
  readonly pastHours?: number;
  /** What every machine of the fleet does. */
  readonly everyone?: Behaviour;
  /** In minutes since its begin, while when the hub does not run. */
  readonly hubIsDown?: readonly [from: number, until: number];
  /** What people do. */
  readonly people?: readonly Step[];
  /** What it brings into the book, and nothing else: `disk nas /mnt/pool critical resolved`, with `flapping` at the end when it is. */
  readonly alerts: readonly string[];
  /** What people are told, in this order, and nothing else: `opened disk nas /mnt/pool`; of several at once `… + …`. */
  readonly messages: readonly string[];
}

/** What becomes of a machine's heartbeat at a moment; `null`: it makes none. Pure: the same moment, the same answer. */
export type Behaviour = (report: Report, moment: Moment) => Report | null;

/** A heartbeat, and what happens to it on its way. */
export interface Report {
  readonly heartbeat: Heartbeat;
  /** Whether the hub can be reached. Otherwise the agent keeps it and sends it later. */
  readonly arrives: boolean;
  /** How far the machine's clock is ahead, in milliseconds. */
  readonly clockAhead: number;
}

/** A moment of a scenario, as one of its machines knows it. */
export interface Moment {
  /** Minutes since its begin, with their fraction; negative before. */
  readonly minute: number;
  readonly machine: string;
}

/** Something that a person does at a minute of the scenario. */
export interface Step {
  readonly at: number;
  readonly does: Deed;
}

/** What a person does, or what happens to the hub's host. */
export type Deed = (world: { readonly hub: TestHub; readonly clock: FakeClock }) => Promise<unknown>;
