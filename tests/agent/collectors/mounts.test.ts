import { describe, expect, test } from "vitest";
import { parseMounts, realMounts } from "../../../agent/collectors/mounts.ts";

const cases = [
  ["an external disk", ["/media/usb"], "9 1 8:17 / /media/usb rw - vfat /dev/sdb1 rw"],
  ["a share", ["/mnt/share"], "9 1 0:55 / /mnt/share rw - cifs //nas/share rw"],
  ["an ntfs disk", ["/mnt/win"], "9 1 8:18 / /mnt/win rw - fuseblk /dev/sdb2 rw"],
  ["no image of a snap", [], "9 1 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro"],
  ["no overlay of a container engine", [], "9 1 0:60 / /merged rw - overlay overlay rw"],
  ["no automount point", [], "9 1 0:61 / /mnt/auto rw - autofs systemd-1 rw"],
  [
    "the whole file system before a bind mount of a part",
    ["/very/long/path"],
    "9 1 8:1 /part /short rw - ext4 /dev/sda1 rw\n9 1 8:1 / /very/long/path rw - ext4 /dev/sda1 rw",
  ],
  ["a bind mount when nothing else shows its file system", ["/data"], "9 1 8:1 /volume /data rw - ext4 /dev/sda1 rw"],
  [
    "what was mounted last at a place",
    ["/mnt"],
    "9 1 0:70 / /mnt rw - autofs systemd-1 rw\n9 1 0:71 / /mnt rw - nfs nas:/export rw",
  ],
  ["every ZFS dataset", ["/t", "/t/a"], "9 1 0:1 / /t rw - zfs t rw\n9 1 0:2 / /t/a rw - zfs t/a rw"],
] as const;

describe("realMounts", () => {
  test.each(cases)("shows %s", (_, expected, mountinfo) => {
    expect(realMounts(parseMounts(mountinfo)).map(({ mountPoint }) => mountPoint)).toEqual(expected);
  });
});
