import AlarmClock from "lucide/dist/esm/icons/alarm-clock.mjs";
import ArrowDown from "lucide/dist/esm/icons/arrow-down.mjs";
import ArrowUp from "lucide/dist/esm/icons/arrow-up.mjs";
import Bell from "lucide/dist/esm/icons/bell.mjs";
import BellOff from "lucide/dist/esm/icons/bell-off.mjs";
import BellRing from "lucide/dist/esm/icons/bell-ring.mjs";
import Check from "lucide/dist/esm/icons/check.mjs";
import ChevronRight from "lucide/dist/esm/icons/chevron-right.mjs";
import CircleAlert from "lucide/dist/esm/icons/circle-alert.mjs";
import CircleArrowUp from "lucide/dist/esm/icons/circle-arrow-up.mjs";
import Copy from "lucide/dist/esm/icons/copy.mjs";
import Download from "lucide/dist/esm/icons/download.mjs";
import Eye from "lucide/dist/esm/icons/eye.mjs";
import EyeOff from "lucide/dist/esm/icons/eye-off.mjs";
import KeyRound from "lucide/dist/esm/icons/key-round.mjs";
import Keyboard from "lucide/dist/esm/icons/keyboard.mjs";
import LayoutDashboard from "lucide/dist/esm/icons/layout-dashboard.mjs";
import LogOut from "lucide/dist/esm/icons/log-out.mjs";
import Menu from "lucide/dist/esm/icons/menu.mjs";
import Monitor from "lucide/dist/esm/icons/monitor.mjs";
import Moon from "lucide/dist/esm/icons/moon.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Puzzle from "lucide/dist/esm/icons/puzzle.mjs";
import Search from "lucide/dist/esm/icons/search.mjs";
import SearchX from "lucide/dist/esm/icons/search-x.mjs";
import Send from "lucide/dist/esm/icons/send.mjs";
import Server from "lucide/dist/esm/icons/server.mjs";
import ServerOff from "lucide/dist/esm/icons/server-off.mjs";
import Settings from "lucide/dist/esm/icons/settings.mjs";
import ShieldAlert from "lucide/dist/esm/icons/shield-alert.mjs";
import Sun from "lucide/dist/esm/icons/sun.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import Unplug from "lucide/dist/esm/icons/unplug.mjs";
import X from "lucide/dist/esm/icons/x.mjs";

/** A picture as the SVG elements that it is made of, on a grid of 24 by 24. */
export type IconShape = readonly (readonly [
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
])[];

const brand: IconShape = [
  ["path", { d: "M3 11 12 3l9 8" }],
  ["path", { d: "M5 10v10h14V10" }],
  ["path", { d: "m9 13 2.5 2L9 17" }],
  ["path", { d: "M13 17h3" }],
];

/** Every icon of the dashboard, by what it stands for. */
export const icons = {
  add: Plus,
  alert: CircleAlert,
  alerts: Bell,
  brand,
  clear: X,
  close: X,
  copied: Check,
  copy: Copy,
  critical: ShieldAlert,
  dark: Moon,
  edit: Pencil,
  forward: ChevronRight,
  download: Download,
  hide: EyeOff,
  incoming: ArrowDown,
  integrations: Puzzle,
  key: KeyRound,
  keyboard: Keyboard,
  light: Sun,
  logout: LogOut,
  machine: Server,
  missing: ServerOff,
  more: Menu,
  nothing: SearchX,
  notify: BellRing,
  outgoing: ArrowUp,
  overview: LayoutDashboard,
  remove: Trash,
  pending: AlarmClock,
  search: Search,
  sent: Send,
  settings: Settings,
  show: Eye,
  silence: BellOff,
  system: Monitor,
  unreachable: Unplug,
  update: CircleArrowUp,
  well: Check,
} as const satisfies Readonly<Record<string, IconShape>>;

/** Names an icon. */
export type IconName = keyof typeof icons;
