import express from "express";
import { DataTypes, Sequelize } from "sequelize";

/*
 * The peer of the heartbeat bench: what one would write first. Express with its JSON parser, and a row per heartbeat through
 * Sequelize with default settings, of the same 20 figures; no validation, no identity, no states.
 */

const sequelize = new Sequelize({
  dialect: "sqlite",
  storage: `${process.env["HOMELABCMD_DATA"]}/peer.db`,
  logging: false,
});
const number = DataTypes.FLOAT;
const Reading = sequelize.define("reading", {
  machine: DataTypes.STRING,
  timestamp: DataTypes.DATE,
  cpu_percent: number,
  memory_percent: number,
  memory_total_mb: number,
  memory_used_mb: number,
  swap_total_mb: number,
  swap_used_mb: number,
  disk_percent: number,
  disk_total_gb: number,
  disk_used_gb: number,
  filesystem_total_bytes: number,
  filesystem_used_bytes: number,
  filesystem_available_bytes: number,
  network_rx_bytes: number,
  network_tx_bytes: number,
  load_1m: number,
  load_5m: number,
  load_15m: number,
  uptime_seconds: number,
  interface_rx_bytes: number,
  interface_tx_bytes: number,
});
await sequelize.sync();

const app = express();
app.use(express.json());
app.get("/health", (_request, response) => void response.json({ status: "healthy" }));
app.post("/api/v1/agents/heartbeat", async (request, response) => {
  const { server_id: machine, timestamp, metrics, filesystems, network_interfaces: interfaces } = request.body;
  await Reading.create({
    machine,
    timestamp,
    ...metrics,
    filesystem_total_bytes: filesystems[0].total_bytes,
    filesystem_used_bytes: filesystems[0].used_bytes,
    filesystem_available_bytes: filesystems[0].available_bytes,
    interface_rx_bytes: interfaces[0].rx_bytes,
    interface_tx_bytes: interfaces[0].tx_bytes,
  });
  response.json({ status: "ok" });
});
const server = app.listen(Number(process.env["PEER_PORT"]), "127.0.0.1");
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => void sequelize.close());
});
