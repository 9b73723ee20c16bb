import type { InterfaceReading, Reading } from "../reading.ts";
import { instanced } from "./instanced.ts";

const interfaces = {
  instances: ({ interfaces: all }: Reading) => all,
  instance: ({ name }: InterfaceReading) => name,
};

/** Each network interface but the loopback. */
export const interfaceRows = [
  ...instanced(
    {
      ...interfaces,
      attributes: ({ mac = null, addresses, is_physical = null }) => ({
        mac,
        addresses: addresses?.join(", ") ?? null,
        is_physical,
      }),
    },
    [{ key: "interface_up", name: "Link", record: "changes", value: (one) => one.is_up ?? null }],
  ),
  ...instanced(interfaces, [
    { key: "interface_rx_rate", name: "Receiving", unit: "B/s", record: "samples", value: (one) => one.receiveRate },
    { key: "interface_tx_rate", name: "Sending", unit: "B/s", record: "samples", value: (one) => one.sendRate },
    { key: "interface_rx_bytes", name: "Received", unit: "B", value: (one) => one.rx_bytes ?? null },
    { key: "interface_tx_bytes", name: "Sent", unit: "B", value: (one) => one.tx_bytes ?? null },
  ]),
];
