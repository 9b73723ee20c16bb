/** File systems without a disk or a server behind them, and read-only images that are always full. */
const pseudoTypes = new Set(
  (
    "aufs autofs bdev binder binfmt_misc bpf cgroup cgroup2 configfs cpuset cramfs debugfs devfs devpts devtmpfs efivarfs " +
    "erofs fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse fusectl hugetlbfs iso9660 mqueue nsfs overlay pipefs " +
    "proc pstore ramfs resctrl rootfs rpc_pipefs securityfs selinuxfs smackfs sockfs squashfs sysfs tmpfs tracefs udf"
  ).split(" "),
);

/** Types that are asked in isolation: they hang when a server, a daemon or a hypervisor does not answer. */
const remoteTypes =
  /^(nfs4?|cifs|smb3|smbfs|9p|virtiofs|ceph|afs|lustre|beegfs|gfs2|ocfs2|vboxsf|fuse|fuseblk|fuse\..*)$/;

/** Directories below which container engines, snap and systemd mount for themselves, and files that engines bind. */
const bookkeeping = new RegExp(
  "^/(dev|proc|sys|snap|run/credentials|run/docker|var/snap|var/lib/docker|var/lib/containers/storage|var/lib/kubelet" +
    "|etc/hosts|etc/hostname|etc/resolv\\.conf)(/|$)",
);

/** An overlay is a pseudo file system, except as the root of a container. */
export function isPseudo(type: string, mountPoint: string): boolean {
  return pseudoTypes.has(type) && !(type === "overlay" && mountPoint === "/");
}

/** Mounted by software for its own use. */
export function isBookkeeping(mountPoint: string): boolean {
  return bookkeeping.test(mountPoint);
}

/** Its answer depends on somebody else than the kernel and a disk. */
export function isRemote(type: string): boolean {
  return remoteTypes.test(type);
}

/** Mounts of it name a subvolume where other types name a directory. */
export function isSubvolumed(type: string): boolean {
  return type === "btrfs" || type === "bcachefs";
}
