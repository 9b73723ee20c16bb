import { DataTypes, type Model, type ModelAttributes, type ModelStatic, type Sequelize } from "sequelize";
import type { MachineStatus, MachineType, RecordKind, Scope } from "../../sdk/index.ts";

/** A device, and the claim that it was made for. */
export interface DeviceRow {
  id?: number;
  slug: string;
  createdAt: number;
  source: string | null;
  ref: string | null;
}

/** What one source says about one device. `keys`, `facts`, `hints`, `since` and `machine` are JSON. */
export interface ClaimRow {
  source: string;
  ref: string;
  deviceId: number;
  keys: string;
  facts: string;
  hints: string;
  since: string;
  machine: string | null;
  firstSeen: number;
  changedAt: number;
}

/** Two claims that are held together, or apart. */
export interface PinRow {
  oneSource: string;
  oneRef: string;
  otherSource: string;
  otherRef: string;
  kind: string;
  pinnedBy: string;
  pinnedAt: number;
}

/** An address or hostname that a claim named, and when. */
export interface AddressRow {
  source: string;
  ref: string;
  kind: "ip" | "hostname";
  value: string;
  network: string | null;
  firstSeen: number;
  lastSeen: number;
}

/** A device that the user manages. */
export interface MachineRow {
  id: string;
  deviceId: number;
  guid: string | null;
  displayName: string | null;
  machineType: MachineType;
  expectedOnline: boolean;
  status: MachineStatus;
  statusChangedAt: number;
  lastSeen: number | null;
  intervalSeconds: number | null;
  createdAt: number;
  updatedAt: number;
  location: string | null;
  /** JSON list of texts. */
  tags: string;
  pausedAt: number | null;
  pausedUntil: number | null;
  tdpWatts: number | null;
  idleWatts: number | null;
  machineCategory: string | null;
  sshUsername: string | null;
  sudoMode: "passwordless" | "password";
}

/** An entity and the number of its history. */
export interface EntityRow {
  seriesId: number;
  /** Series of one group are stored together. */
  groupId: number;
  id: string;
  device: string;
  key: string;
  instance: string | null;
  integration: string;
  name: string;
  unit: string | null;
  record: RecordKind;
  /** Unix milliseconds; set on the tombstone of a removed entity. */
  removedAt: number | null;
  userName: string | null;
  isHidden: boolean;
  /** How long its readings are kept, if not as long as others. */
  keepDays: number | null;
}

/** An API key or agent token, by the hash of its secret. */
export interface ApiKeyRow {
  id?: number;
  name: string;
  scope: Scope;
  hash: string;
  createdAt: number;
  /** The secret's first characters, for people to tell keys apart; `null` for a key from before they were kept. */
  prefix?: string | null;
  /** Set for a token that speaks for this agent alone, lower case. */
  agentGuid?: string | null;
  /** Unix milliseconds; `null` for a key that does not expire. */
  expiresAt?: number | null;
  /** Unix milliseconds, at most an hour behind. */
  lastUsedAt?: number | null;
}

/** A browser's session, by the hash of its cookie. */
export interface SessionRow {
  hash: string;
  name: string;
  scope: Scope;
  createdAt: number;
  expiresAt: number;
  /** The key that it was opened with, by its hash; `null` for a login link. */
  keyHash?: string | null;
  /** When that key expires, and the session with it. */
  keyExpiresAt?: number | null;
  /** How the browser called itself. */
  userAgent?: string | null;
}

type Table<Row extends object> = ModelStatic<Model<Row, Row>>;

/** The core's tables as Sequelize models. */
export interface Tables {
  readonly device: Table<DeviceRow>;
  readonly claim: Table<ClaimRow>;
  readonly pin: Table<PinRow>;
  readonly address: Table<AddressRow>;
  readonly machine: Table<MachineRow>;
  readonly entity: Table<EntityRow>;
  readonly apiKey: Table<ApiKeyRow>;
  readonly session: Table<SessionRow>;
}

const { INTEGER, TEXT, BOOLEAN } = DataTypes;
/** A new object each time: Sequelize writes into what it is given. */
const textKey = () => ({ type: TEXT, primaryKey: true });

/** Declares the models; the tables themselves are made by the migrations. */
export function defineTables(sequelize: Sequelize): Tables {
  const table = <Row extends object>(name: string, columns: ModelAttributes<Model<Row, Row>>): Table<Row> =>
    sequelize.define<Model<Row, Row>>(name, columns);
  return {
    device: table<DeviceRow>("device", {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      slug: TEXT,
      createdAt: INTEGER,
      source: TEXT,
      ref: TEXT,
    }),
    claim: table<ClaimRow>("claim", {
      source: textKey(),
      ref: textKey(),
      deviceId: INTEGER,
      keys: TEXT,
      facts: TEXT,
      hints: TEXT,
      since: TEXT,
      machine: TEXT,
      firstSeen: INTEGER,
      changedAt: INTEGER,
    }),
    pin: table<PinRow>("pin", {
      oneSource: textKey(),
      oneRef: textKey(),
      otherSource: textKey(),
      otherRef: textKey(),
      kind: TEXT,
      pinnedBy: TEXT,
      pinnedAt: INTEGER,
    }),
    address: table<AddressRow>("address", {
      source: textKey(),
      ref: textKey(),
      kind: textKey(),
      value: textKey(),
      network: TEXT,
      firstSeen: INTEGER,
      lastSeen: INTEGER,
    }),
    machine: table<MachineRow>("machine", {
      id: textKey(),
      deviceId: INTEGER,
      guid: TEXT,
      displayName: TEXT,
      machineType: TEXT,
      expectedOnline: BOOLEAN,
      status: TEXT,
      statusChangedAt: INTEGER,
      lastSeen: INTEGER,
      intervalSeconds: INTEGER,
      createdAt: INTEGER,
      updatedAt: INTEGER,
      location: TEXT,
      tags: TEXT,
      pausedAt: INTEGER,
      pausedUntil: INTEGER,
      tdpWatts: DataTypes.REAL,
      idleWatts: DataTypes.REAL,
      machineCategory: TEXT,
      sshUsername: TEXT,
      sudoMode: TEXT,
    }),
    entity: table<EntityRow>("entity", {
      seriesId: { type: INTEGER, primaryKey: true },
      groupId: INTEGER,
      id: TEXT,
      device: TEXT,
      key: TEXT,
      instance: TEXT,
      integration: TEXT,
      name: TEXT,
      unit: TEXT,
      record: TEXT,
      removedAt: INTEGER,
      userName: TEXT,
      isHidden: BOOLEAN,
      keepDays: INTEGER,
    }),
    apiKey: table<ApiKeyRow>("api_key", {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      name: TEXT,
      scope: TEXT,
      hash: TEXT,
      createdAt: INTEGER,
      prefix: TEXT,
      agentGuid: TEXT,
      expiresAt: INTEGER,
      lastUsedAt: INTEGER,
    }),
    session: table<SessionRow>("session", {
      hash: textKey(),
      name: TEXT,
      scope: TEXT,
      createdAt: INTEGER,
      expiresAt: INTEGER,
      keyHash: TEXT,
      keyExpiresAt: INTEGER,
      userAgent: TEXT,
    }),
  };
}

/** Every row of a table as a plain object. */
export async function readAll<Row extends object>(model: Table<Row>): Promise<Row[]> {
  return (await model.findAll({ raw: true })) as unknown as Row[];
}
