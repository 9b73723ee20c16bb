import { DataTypes, type Model, type ModelAttributes, type ModelStatic, type Sequelize } from "sequelize";
import type { MachineStatus, MachineType, RecordKind, Scope } from "../../sdk/index.ts";

/** A device: one identity, whoever speaks of it. */
export interface DeviceRow {
  id?: number;
  slug: string;
  createdAt: number;
}

/** What one source says about one device. `keys` and `facts` are JSON. */
export interface ClaimRow {
  source: string;
  ref: string;
  deviceId: number;
  keys: string;
  facts: string;
  firstSeen: number;
  changedAt: number;
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
}

/** An entity and the number of its history. */
export interface EntityRow {
  seriesId: number;
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
}

/** An API key or agent token, by the hash of its secret. */
export interface ApiKeyRow {
  id?: number;
  name: string;
  scope: Scope;
  hash: string;
  createdAt: number;
}

/** A browser's session, by the hash of its cookie. */
export interface SessionRow {
  hash: string;
  name: string;
  scope: Scope;
  createdAt: number;
  expiresAt: number;
}

type Table<Row extends object> = ModelStatic<Model<Row, Row>>;

/** The core's tables as Sequelize models. */
export interface Tables {
  readonly device: Table<DeviceRow>;
  readonly claim: Table<ClaimRow>;
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
    }),
    claim: table<ClaimRow>("claim", {
      source: textKey(),
      ref: textKey(),
      deviceId: INTEGER,
      keys: TEXT,
      facts: TEXT,
      firstSeen: INTEGER,
      changedAt: INTEGER,
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
    }),
    entity: table<EntityRow>("entity", {
      seriesId: { type: INTEGER, primaryKey: true },
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
    }),
    apiKey: table<ApiKeyRow>("api_key", {
      id: { type: INTEGER, primaryKey: true, autoIncrement: true },
      name: TEXT,
      scope: TEXT,
      hash: TEXT,
      createdAt: INTEGER,
    }),
    session: table<SessionRow>("session", {
      hash: textKey(),
      name: TEXT,
      scope: TEXT,
      createdAt: INTEGER,
      expiresAt: INTEGER,
    }),
  };
}

/** Every row of a table as a plain object. */
export async function readAll<Row extends object>(model: Table<Row>): Promise<Row[]> {
  return (await model.findAll({ raw: true })) as unknown as Row[];
}
