/** One run of a host, from boot to shutdown. */
export interface Boot {
  /** The kernel's boot_id. */
  readonly id: string;
  /** The host's hardware addresses; empty when it does not tell them. */
  readonly macs: readonly string[];
}

/** What is remembered about the hosts that report under one GUID. */
export interface Watch {
  /** The boot whose readings are the machine's. */
  readonly owner: Boot;
  /** The machine's boots before this one, oldest first. */
  readonly former: readonly Boot[];
  /** Boots of which is not known yet whether the machine rebooted with other hardware, or has a clone. */
  readonly suspects: readonly Boot[];
  /** Boots of other hosts. */
  readonly clones: readonly Boot[];
  /** Boots of which only the user knows whether they are the machine or a clone. */
  readonly rivals: readonly Boot[];
}

/**
 * Whose heartbeat it is. `owner`: the machine's. `suspect`: to be seen, when the machine is heard again or stays silent. `clone`:
 * another host's. `rival`: a host's that cannot be told from the machine.
 */
export type Verdict = "owner" | "suspect" | "clone" | "rival";

/** The circumstances of a heartbeat. */
export interface Hearing {
  /** How long the owner has been silent, in milliseconds. */
  readonly silence: number;
  /** After which silence a boot with unknown hardware addresses is taken for a reboot, in milliseconds. */
  readonly patience: number;
  /** The heartbeat was kept for a while, so it may come after a younger boot's. */
  readonly isLate: boolean;
}

/** A judgement, and what is remembered after it. */
export interface Judgement {
  readonly watch: Watch;
  readonly verdict: Verdict;
}

const mostBoots = 16;

/** Starts to watch a GUID with the boot that is known to be the machine's. */
export function watchOf(owner: Boot): Watch {
  return { owner, former: [], suspects: [], clones: [], rivals: [] };
}

/**
 * Tells a clone from a reboot. A boot id never comes back after another one (A, B, B): when it does (A, B, A), there are two hosts.
 * Which of them is the machine, the hardware addresses say: the clone is the one whose addresses the machine never had. The memory
 * stays the same object when nothing new is to be remembered.
 */
export function judge(watch: Watch, boot: Boot, hearing: Hearing): Judgement {
  if (boot.id === watch.owner.id) return { watch: ownerHeard(watch, boot), verdict: "owner" };
  if (includes(watch.clones, boot)) return { watch, verdict: "clone" };
  if (includes(watch.rivals, boot)) return { watch, verdict: "rival" };
  if (includes(watch.former, boot)) return hearing.isLate ? { watch, verdict: "owner" } : returned(watch, boot);
  if (isKnownHost([...watch.former, watch.owner], boot)) return { watch: rebooted(watch, boot), verdict: "owner" };
  if (watch.clones.some((clone) => isOneHost(clone, boot))) {
    return { watch: { ...watch, clones: add(watch.clones, boot) }, verdict: "clone" };
  }
  if (hearing.silence > hearing.patience) return { watch: rebooted(watch, boot), verdict: "owner" };
  if (includes(watch.suspects, boot)) return { watch, verdict: "suspect" };
  return { watch: { ...watch, suspects: add(watch.suspects, boot) }, verdict: "suspect" };
}

/** Whether there is more to remember than the boot that the machine itself tells of. */
export function isWorthKeeping({ former, suspects, clones, rivals }: Watch): boolean {
  return former.length + suspects.length + clones.length + rivals.length > 0;
}

/** Forgets a clone that has its own GUID now. */
export function released(watch: Watch, bootId: string): Watch {
  return { ...watch, clones: watch.clones.filter(({ id }) => id !== bootId) };
}

/** The machine is there, so whoever else was heard meanwhile is not its next boot. */
function ownerHeard(watch: Watch, boot: Boot): Watch {
  const isSame = watch.suspects.length === 0 && boot.macs.join() === watch.owner.macs.join();
  if (isSame) return watch;
  return { ...watch, owner: boot, suspects: [], clones: watch.suspects.reduce(add, watch.clones) };
}

function rebooted(watch: Watch, boot: Boot): Watch {
  const suspects = watch.suspects.filter(({ id }) => id !== boot.id);
  return { ...watch, owner: boot, former: add(watch.former, watch.owner), suspects };
}

/** A boot that was thought over is back: two hosts, and both have addresses that the machine had. The one known for longer stays. */
function returned(watch: Watch, boot: Boot): Judgement {
  const history = [...watch.former, watch.owner];
  const since = ({ macs }: Boot) => history.findIndex((known) => isOneHost(known, { id: known.id, macs }));
  if (since(watch.owner) < since(boot)) {
    return { watch: { ...watch, rivals: add(watch.rivals, boot) }, verdict: "rival" };
  }
  const former = watch.former.filter(({ id }) => id !== boot.id);
  const next = { ...watch, owner: boot, former, rivals: add(watch.rivals, watch.owner) };
  return { watch: ownerHeard(next, boot), verdict: "owner" };
}

/** Whether it is one of the hosts that are known, as far as can be told: one that tells no addresses might be. */
function isKnownHost(known: readonly Boot[], boot: Boot): boolean {
  return (
    boot.macs.length === 0 || known.every(({ macs }) => macs.length === 0) || known.some((one) => isOneHost(one, boot))
  );
}

function isOneHost(one: Boot, other: Boot): boolean {
  return one.macs.some((mac) => other.macs.includes(mac)) || (one.macs.length === 0 && other.macs.length === 0);
}

function includes(boots: readonly Boot[], boot: Boot): boolean {
  return boots.some(({ id }) => id === boot.id);
}

/** With one more boot; of too many the oldest goes. */
function add(boots: readonly Boot[], boot: Boot): readonly Boot[] {
  return [...boots, boot].slice(-mostBoots);
}
