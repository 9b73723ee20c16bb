import type { HeartbeatFilesystem } from "../../../agent/protocol.ts";
import type { Reading } from "../reading.ts";
import { instanced } from "./instanced.ts";

const filesystems = {
  instances: ({ filesystems: all }: Reading) => all,
  instance: ({ mount_point }: HeartbeatFilesystem) => mount_point,
};

/** Each file system of a real disk. */
export const filesystemRows = [
  ...instanced(
    {
      ...filesystems,
      attributes: ({ device = null, fs_type = null }) => ({ device, fs_type }),
    },
    [
      {
        key: "filesystem_percent",
        name: "File system",
        unit: "%",
        record: "samples",
        value: (one) => one.percent ?? null,
      },
    ],
  ),
  ...instanced(filesystems, [
    {
      key: "filesystem_used_bytes",
      name: "Used",
      unit: "B",
      record: "samples",
      value: (one) => one.used_bytes ?? null,
    },
    {
      key: "filesystem_total_bytes",
      name: "Size",
      unit: "B",
      record: "samples",
      value: (one) => one.total_bytes ?? null,
    },
    {
      key: "filesystem_available_bytes",
      name: "Available",
      unit: "B",
      record: "samples",
      value: (one) => one.available_bytes ?? null,
    },
  ]),
];
