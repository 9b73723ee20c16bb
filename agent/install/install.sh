#!/bin/sh
# Installs, upgrades or removes the HomelabCmd agent on this machine. POSIX sh: dash and busybox run it.
#
#   curl -fsSL http://hub.lan:8080/agent/install.sh | sh -s -- --hub http://hub.lan:8080 --token hle_…
#
# Everything that can fail is fetched, verified and tried in a temporary directory first. The machine is changed after that.

set -eu

program=/opt/homelab-agent
settings=/etc/homelab-agent
state=/var/lib/homelab-agent
log=/var/log/homelab-agent.log
unit=/etc/systemd/system/homelab-agent.service
init=/etc/init.d/homelab-agent
user=homelab-agent
# The agent's own, for newer versions of itself. The installed file stays root's, and is what it goes back to.
updates_folder=$state/update
oldest_node=18
# Node without its compilers, which the agent has no use for, and with one helper thread: a fifth less memory. Node 18 knows both.
node_flags='--lite-mode --v8-pool-size=1'

usage() {
  cat <<'END'
install.sh: puts the HomelabCmd agent on this machine, brings it up to date, or takes it away. Run as root.

  --hub URL        the hub's address; on a second run that of the first
  --token TOKEN    an enrolment token of the hub; an agent that is enrolled already keeps what it has
  --server-id ID   the id that this machine proposes for itself; default: its hostname
  --image          prepare an image: each machine that is made of it enrols by itself when it first starts
  --upgrade        bring an installed agent up to date, and change nothing else
  --uninstall      remove everything that this script ever put here
  --docker         let the agent ask the Docker engine of this machine (as powerful as root)
  --smart          let the agent read the health of disks (needs raw access to them)
  --updates        let the agent take newer versions of itself from the hub
  --pin HASH       the hash of the hub's key, sha256//…, for a hub with a certificate of its own
  --ca FILE        the certificate of the authority that signed the hub's, PEM
  --help           this text
END
}

say() { printf '%s\n' "homelab-agent: $*"; }
fail() {
  printf '%s\n' "homelab-agent: $1" >&2
  [ $# -lt 2 ] || printf '%s\n' "  $2" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# --- what is wanted ---------------------------------------------------------------------------------------------------

read_options() {
  hub='' token='' server_id='' action=install image=no docker=no smart=no updates=no pin='' ca=''
  while [ $# -gt 0 ]; do
    case $1 in
      --hub | --token | --server-id | --pin | --ca)
        if [ $# -lt 2 ] || [ -z "$2" ]; then fail "$1 needs a value" "See --help."; fi
        case $1 in
          --hub) hub=${2%/} ;;
          --token) token=$2 ;;
          --server-id) server_id=$2 ;;
          --pin) pin=$2 ;;
          --ca) ca=$2 ;;
        esac
        shift
        ;;
      --image) image=yes ;;
      --upgrade) action=upgrade ;;
      --uninstall) action=uninstall ;;
      --docker) docker=yes ;;
      --smart) smart=yes ;;
      --updates) updates=yes ;;
      --help) usage; exit 0 ;;
      *) fail "$1 is not known" "See --help." ;;
    esac
    shift
  done
  # These go into files and headers: nothing in them may mean something there.
  check "$hub" '^$|^https?://[][A-Za-z0-9_.:-]+(/[A-Za-z0-9_./~-]*)?$' "--hub must be an address such as http://hub.lan:8080"
  check "$token" '^[A-Za-z0-9_-]*$' "--token must be as the hub showed it"
  check "$server_id" '^[a-z0-9-]{0,100}$' "--server-id must be 1 to 100 of a-z, 0-9 and -"
  check "$pin" '^$|^sha256//[A-Za-z0-9+/=]+$' "--pin must be as the hub showed it: sha256//…"
}

check() { printf '%s\n' "$1" | grep -Eq "$2" || fail "$3"; }

# --- what this machine is ----------------------------------------------------------------------------------------------

require_root() {
  [ "$(id -u)" = 0 ] && return
  # From a pipe there is nothing to run again: it is fetched once more, as root.
  if [ -n "$hub" ] && has sudo; then
    say "asking for root with sudo"
    self=$(fetch_text "$hub/agent/install.sh") || fail "The installer could not be fetched from $hub"
    exec sudo sh -c "$self" install.sh "$@"
  fi
  fail "This must run as root" "Put sudo before sh: … | sudo sh -s -- …"
}

check_machine() {
  [ "$(uname -s)" = Linux ] || fail "The agent runs on Linux; this is $(uname -s)"
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    arm*) fail "This is 32-bit ARM ($(uname -m)), for which there is no supported Node" "A Raspberry Pi 3 or newer runs the 64-bit Raspberry Pi OS; the agent runs there." ;;
    *) fail "The agent runs on x86-64 and 64-bit ARM; this is $(uname -m)" ;;
  esac
  # A 64-bit kernel under a 32-bit system, as older Raspberry Pi OS has it.
  if has dpkg; then
    case $(dpkg --print-architecture) in
      armhf | armel) fail "This system is 32-bit ARM under a 64-bit kernel, for which there is no supported Node" "Install the 64-bit Raspberry Pi OS." ;;
      i386) fail "This system is 32-bit x86, for which there is no supported Node" ;;
    esac
  fi
}

has_systemd() { [ -x /lib/systemd/systemd ] || [ -x /usr/lib/systemd/systemd ]; }
runs_systemd() { [ -d /run/systemd/system ]; }

# --- fetching ----------------------------------------------------------------------------------------------------------

fetch() { # URL FILE
  if has curl; then
    if [ -n "$pin" ]; then curl -gfsSk --pinnedpubkey "$pin" -o "$2" "$1"
    elif [ -n "$ca" ]; then curl -gfsSL --cacert "$ca" -o "$2" "$1"
    else curl -gfsSL -o "$2" "$1"; fi
  elif has wget; then
    if [ -n "$pin" ]; then wget -q --no-check-certificate --pinnedpubkey="$pin" -O "$2" "$1"
    elif [ -n "$ca" ]; then wget -q --ca-certificate="$ca" -O "$2" "$1"
    else wget -q -O "$2" "$1"; fi
  else
    fail "Neither curl nor wget is here" "Install one: apt-get install curl"
  fi
}

fetch_text() { fetch "$1" -; }

fetch_verified() { # URL FILE: the file, when its SHA-256 is the one that the hub says
  fetch "$1" "$2" || fail "$1 could not be fetched" "Does this machine reach the hub? Is --hub right?"
  fetch "$1.sha256" "$2.sha256" || fail "$1.sha256 could not be fetched"
  wanted=$(cut -d' ' -f1 <"$2.sha256")
  found=$(sha256sum "$2" | cut -d' ' -f1)
  [ "$wanted" = "$found" ] || fail "$1 is damaged: its SHA-256 is $found, not $wanted" "Run the same line again."
}

# --- Node --------------------------------------------------------------------------------------------------------------

is_new_enough() { # PROGRAM
  major=$("$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null) || return 1
  [ "${major:-0}" -ge "$oldest_node" ] 2>/dev/null
}

# Sets `node` to the program that runs the agent, and `packed_node` when that one is still to be moved into place.
find_node() {
  packed_node=''
  node=$(command -v node || true)
  if [ -n "$node" ] && is_new_enough "$node"; then
    say "using Node $("$node" -p process.versions.node) ($node)"
  elif install_node_of_distribution; then
    node=$(command -v node)
    say "installed Node $("$node" -p process.versions.node) of the distribution"
  else
    fetch_node
  fi
}

install_node_of_distribution() {
  has apt-get && has apt-cache || return 1
  # Its caches lie in the temporary directory, so that they leave no trace.
  mkdir -p "$work/apt/archives/partial"
  caches="-o Dir::Cache=$work/apt -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache="
  # shellcheck disable=SC2086
  candidate=$(apt-cache $caches policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *//p')
  version=${candidate#*:}
  version=${version%%.*}
  [ "${version:-0}" -ge "$oldest_node" ] 2>/dev/null || return 1
  say "installing Node $candidate with apt-get"
  dpkg-query -W -f '${Package}\n' | sort >"$work/packages.before"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get $caches install -y -q --no-install-recommends nodejs >"$work/apt.log" 2>&1 || {
    say "apt-get could not install nodejs; the hub's Node takes its place"
    return 1
  }
  dpkg-query -W -f '${Package}\n' | sort >"$work/packages.after"
  # Noted, so that --uninstall takes away what came with the agent, and nothing else.
  comm -13 "$work/packages.before" "$work/packages.after" >"$work/packages"
  hash -r
  has node && is_new_enough "$(command -v node)"
}

fetch_node() {
  say "fetching Node for $arch from the hub"
  url="$hub/agent/node/$arch.tar.gz"
  fetch "$url.sha256" "$work/node.check" 2>/dev/null ||
    fail "There is no Node $oldest_node or newer here, and the hub has none for $arch" "Install nodejs $oldest_node or newer, and run the same line again."
  wanted_node=$(cut -d' ' -f1 <"$work/node.check")
  if [ "$wanted_node" = "$(cat $program/node/sha256 2>/dev/null || true)" ] && is_new_enough $program/node/bin/node; then
    node=$program/node/bin/node
    return
  fi
  fetch_verified "$url" "$work/node.tar.gz"
  mkdir "$work/node"
  tar -xzf "$work/node.tar.gz" -C "$work/node"
  printf '%s\n' "$wanted_node" >"$work/node/sha256"
  is_new_enough "$work/node/bin/node" || fail "The hub's Node does not run on this machine" "Install nodejs $oldest_node or newer, and run the same line again."
  packed_node=$work/node
  node=$program/node/bin/node
}

# --- trying it out before anything is changed ----------------------------------------------------------------------------

setting() { sed -n "s/^$1: *[\"']\\{0,1\\}\\([^\"' #]*\\).*/\\1/p" | head -n 1; }

# A line of what this script was told before, for --upgrade and second runs.
remembered() { sed -n "s|^$1=||p" "$program/install-options" 2>/dev/null || true; }

# What root is to fetch and run is never for the agent's own files to say: whoever took the agent over would be root.
recall() {
  if [ -z "$hub" ]; then
    hub=$(remembered hub)
    [ -n "$hub" ] || fail "--hub is missing" "Say where the hub is, --hub URL, or take the line from its dashboard: Add a machine."
    configured=$(read_config | setting hub_url)
    [ "${configured%/}" = "$hub" ] || fail "The agent was installed from $hub, and its config says $configured" "Say which one it is: --hub URL"
  fi
  [ -n "$pin$ca" ] || pin=$(remembered pin)
  [ -n "$pin$ca" ] || { [ "$(remembered ca)" = yes ] && ca=$program/hub-ca.pem; } || true
  [ "$docker" = yes ] || docker=$(remembered docker)
  [ "$smart" = yes ] || smart=$(remembered smart)
  image=${image:-no}
}

fetch_certificate() {
  [ -z "$ca" ] || { [ -r "$ca" ] || fail "$ca cannot be read"; cp "$ca" "$work/hub-ca.pem"; }
  [ -z "$pin" ] || fetch "$hub/agent/hub-ca.pem" "$work/hub-ca.pem" || fail "The hub's certificate could not be fetched"
}

# Lets the agent itself enrol, on a copy of its config: it is kept only when the hub agrees.
prepare_config() {
  config=$work/config.yaml
  (umask 077; read_config >"$config" || : >"$config")
  if ! grep -q '^hub_url:' "$config"; then
    [ "$action" = install ] || fail "No agent is installed here" "Run without --upgrade, with --hub and --token."
    {
      echo "# Kept by the agent. server_guid is this machine's identity: keep it, and its history stays."
      echo "hub_url: $hub"
      [ -z "$server_id" ] || echo "server_id: $server_id"
    } >>"$config"
  fi
  if [ "$updates" = yes ] && ! grep -q '^updates: enabled$' "$config"; then
    sed -i '/^updates:/d' "$config"
    echo "updates: enabled" >>"$config"
  fi
  [ "$action" = install ] || return 0
  configured=$(setting hub_url <"$config")
  [ "${configured%/}" = "$hub" ] || sed -i "s|^hub_url:.*|hub_url: $hub|" "$config"
  if [ "$image" = yes ]; then
    [ -n "$token" ] || fail "--image needs --token" "Make a token that lives as long as the image, and with a use for each machine."
    grep -v -e '^enrolment_token:' -e '^api_token:' -e '^server_guid:' "$config" >"$config.image" || true
    echo "enrolment_token: $token" >>"$config.image"
    mv "$config.image" "$config"
  elif [ -n "$token" ]; then
    enrol
  elif ! grep -q -e '^api_token:' -e '^enrolment_token:' "$config"; then
    fail "--token is missing" "Take the line from the hub's dashboard: Add a machine."
  fi
}

# An agent that is enrolled already keeps its token, and its config to the byte.
enrol() {
  cp "$config" "$config.before"
  sed -i '/^enrolment_token:/d' "$config"
  echo "enrolment_token: $token" >>"$config"
  run_agent --config "$config" --enrol >/dev/null ||
    fail "This machine could not enrol" "Nothing was changed. Make a new token in the dashboard (Add a machine), and run its line."
  if [ "$(grep '^api_token:' "$config")" = "$(grep '^api_token:' "$config.before" || true)" ]; then
    cp "$config.before" "$config"
  fi
}

run_agent() {
  runner=$node
  [ -z "$packed_node" ] || runner=$packed_node/bin/node
  NODE_EXTRA_CA_CERTS=$(certificates_in "$work") "$runner" "$work/homelab-agent.mjs" "$@"
}

# Node brings its own list of authorities. Beside it counts the hub's certificate, else what this machine trusts.
certificates_in() { # FOLDER
  for file in "$1/hub-ca.pem" /etc/ssl/certs/ca-certificates.crt; do
    [ ! -e "$file" ] || { echo "$file"; return; }
  done
}

# --- the agent's own folders ---------------------------------------------------------------------------------------------

# Root does not write there, nor read through a link: whoever took the agent over may have laid one to a file of root's.
as_agent() { su -s /bin/sh "$user" -c "$1"; }

read_config() {
  if [ -L "$settings/config.yaml" ] && id "$user" >/dev/null 2>&1; then as_agent "cat $settings/config.yaml"
  else cat "$settings/config.yaml"; fi 2>/dev/null
}

place_config() {
  if read_config | cmp -s - "$config"; then return 0; fi
  as_agent "umask 077; cat >$settings/config.yaml.new && mv $settings/config.yaml.new $settings/config.yaml" <"$config"
  changed=yes
}

# --- changing this machine -----------------------------------------------------------------------------------------------

add_user() {
  if ! id "$user" >/dev/null 2>&1; then
    if has useradd; then useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$user"
    else addgroup -S "$user" && adduser -S -D -H -h "$state" -s /sbin/nologin -G "$user" "$user"; fi
  fi
  if [ "$docker" = yes ]; then
    if has usermod && grep -q '^docker:' /etc/group; then usermod -aG docker "$user"
    else say "there is no group docker here; --docker has no effect yet"; fi
  fi
}

place() { # FROM TO MODE: replaces a file of root's as a whole when it is another; sets `changed`
  if [ -e "$2" ] && cmp -s "$1" "$2"; then return 0; fi
  cp "$1" "$2.new"
  chmod "$3" "$2.new"
  mv "$2.new" "$2"
  changed=yes
}

place_files() {
  mkdir -p "$program" "$settings" "$state"
  chmod 755 "$program"
  chmod 700 "$settings" "$state"
  chown "$user:$user" "$settings" "$state"
  # First of all: with the config goes the identity, which must not be lost when the rest fails.
  place_config
  [ ! -e "$work/hub-ca.pem" ] || place "$work/hub-ca.pem" "$program/hub-ca.pem" 644
  place "$work/homelab-agent.mjs" "$program/homelab-agent.mjs" 644
  # What is installed by hand replaces what the agent fetched for itself.
  [ ! -e "$updates_folder" ] || { rm -rf "$updates_folder"; changed=yes; }
  if [ -n "$packed_node" ]; then
    rm -rf "$program/node.new" "$program/node.old"
    cp -R "$packed_node" "$program/node.new"
    chmod -R go=rX "$program/node.new"
    [ ! -e "$program/node" ] || mv "$program/node" "$program/node.old"
    mv "$program/node.new" "$program/node"
    rm -rf "$program/node.old"
    changed=yes
  fi
  [ ! -s "$work/packages" ] || cat "$work/packages" >>"$program/packages"
  printf 'hub=%s\npin=%s\nca=%s\ndocker=%s\nsmart=%s\n' "$hub" "$pin" "${ca:+yes}" "$docker" "$smart" >"$work/install-options"
  place "$work/install-options" "$program/install-options" 644
}

unit_text() {
  certificates=$(certificates_in "$program")
  cat <<END
# Written by install.sh of the HomelabCmd agent; changes of your own go into a drop-in: systemctl edit homelab-agent
[Unit]
Description=HomelabCmd agent
Documentation=$hub
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=$node $node_flags $program/homelab-agent.mjs --config $settings/config.yaml
Environment=NODE_EXTRA_CA_CERTS=$certificates
# One pool of memory for all threads; what is free goes back to the system.
Environment=MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=65536 MALLOC_TOP_PAD_=4096
# Says where updates go, and that this unit starts the agent again when it ends for one.
Environment=HOMELAB_AGENT_UPDATES=$updates_folder
SyslogIdentifier=homelab-agent
User=$user
Group=$user
WorkingDirectory=$state
ReadWritePaths=$settings $state
Restart=always
RestartSec=10
# A wrong config is not cured by starting again.
RestartPreventExitStatus=2
UMask=0077
Nice=5

# The agent reads /proc, /sys and the sizes of file systems, and talks to its hub. It may do nothing else.
# Not ProtectHostname: it would hide a change of the hostname. The filter of system calls keeps the agent from making one.
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
# What is not allowed fails, as Node expects of an older kernel, and does not kill.
SystemCallErrorNumber=EPERM
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
END
  if [ "$smart" = yes ]; then
    cat <<END
# --smart: smartctl opens the disks (group disk) and sends them commands of their own (SCSI and NVMe).
SupplementaryGroups=disk
CapabilityBoundingSet=CAP_SYS_RAWIO CAP_SYS_ADMIN
AmbientCapabilities=CAP_SYS_RAWIO CAP_SYS_ADMIN
SystemCallFilter=@raw-io
END
  else
    echo "CapabilityBoundingSet="
    echo "ProtectClock=yes"
    device_lines
  fi
  printf '\n[Install]\nWantedBy=multi-user.target\n'
}

# A Raspberry Pi tells by way of /dev/vcio whether it was throttled.
device_lines() {
  if [ -e /dev/vcio ] && grep -q '^video:' /etc/group; then
    printf 'DevicePolicy=closed\nDeviceAllow=/dev/vcio rw\nSupplementaryGroups=video\n'
  else
    echo "PrivateDevices=yes"
  fi
}

init_text() {
  cat <<END
#!/bin/sh
### BEGIN INIT INFO
# Provides:          homelab-agent
# Required-Start:    \$network \$local_fs
# Required-Stop:     \$network \$local_fs
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: HomelabCmd agent
### END INIT INFO
# Written by install.sh of the HomelabCmd agent, for a system without systemd.

export NODE_EXTRA_CA_CERTS=$(certificates_in "$program")
export MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=65536 MALLOC_TOP_PAD_=4096
export HOMELAB_AGENT_UPDATES=$updates_folder
pidfile=/run/homelab-agent.pid

start() {
  touch $log && chown $user:$user $log && chmod 600 $log
  start-stop-daemon --start --oknodo --background --make-pidfile --pidfile \$pidfile --chuid $user:$user --chdir / --umask 077 \\
    --startas $init -- run
}
# As the agent's user: starts the agent again when it ends. A wrong config (2) is not cured by that.
run() {
  exec >>$log 2>&1
  child=''
  trap 'kill \$child; wait \$child; exit 0' TERM INT
  while :; do
    $node $node_flags $program/homelab-agent.mjs --config $settings/config.yaml &
    child=\$!
    wait \$child && code=0 || code=\$?
    [ \$code != 2 ] || exit 2
    sleep 10 &
    child=\$!
    wait \$child
  done
}
stop() { start-stop-daemon --stop --oknodo --pidfile \$pidfile --retry TERM/10/KILL/5 && rm -f \$pidfile; }

case \${1:-} in
  start) start ;;
  stop) stop ;;
  restart | force-reload) stop; start ;;
  status) start-stop-daemon --status --pidfile \$pidfile ;;
  run) run ;;
  *) echo "Usage: \$0 start|stop|restart|status" >&2; exit 2 ;;
esac
END
}

start_agent() {
  if has_systemd; then start_with_systemd
  elif has start-stop-daemon; then start_with_init
  else
    say "There is neither systemd nor start-stop-daemon here, so nothing starts the agent. Have this run at boot:"
    say "  su -s /bin/sh $user -c '$node $node_flags $program/homelab-agent.mjs --config $settings/config.yaml'"
  fi
}

start_with_systemd() {
  unit_text >"$work/unit"
  place "$work/unit" "$unit" 644
  systemctl enable -q homelab-agent.service
  if ! runs_systemd || [ "$image" = yes ]; then
    say "the agent starts with the next boot"
    return
  fi
  systemctl daemon-reload
  if [ "$changed" = yes ]; then systemctl restart homelab-agent.service
  else systemctl start homelab-agent.service; fi
  sleep 1
  systemctl is-active -q homelab-agent.service ||
    fail "The agent does not run" "What it says: journalctl -u homelab-agent"
}

start_with_init() {
  init_text >"$work/init"
  place "$work/init" "$init" 755
  if has update-rc.d; then update-rc.d homelab-agent defaults >/dev/null; fi
  [ "$image" = no ] || { say "the agent starts with the next boot"; return; }
  if [ "$changed" = yes ]; then "$init" restart; else "$init" start; fi
  say "There is no systemd here: the agent is started by $init, and writes to $log"
}

# --- taking it away --------------------------------------------------------------------------------------------------------

uninstall() {
  if [ -e "$unit" ]; then
    if runs_systemd; then systemctl disable -q --now homelab-agent.service 2>/dev/null || true
    else systemctl disable -q homelab-agent.service 2>/dev/null || true; fi
    rm -rf "$unit" "$unit.d"
    ! runs_systemd || { systemctl daemon-reload; systemctl reset-failed homelab-agent.service 2>/dev/null || true; }
  fi
  if [ -e "$init" ]; then
    "$init" stop || true
    rm -f "$init"
    if has update-rc.d; then update-rc.d homelab-agent remove >/dev/null 2>&1 || true; fi
  fi
  remove_packages
  rm -rf "$program" "$settings" "$state" "$log"
  if id "$user" >/dev/null 2>&1; then
    if has userdel; then userdel "$user"; else deluser "$user"; fi
    if grep -q "^$user:" /etc/group; then groupdel "$user" 2>/dev/null || delgroup "$user" 2>/dev/null || true; fi
  fi
  say "removed. The hub keeps the machine and its history until you remove it there"
}

# Only what came with the agent, and only when nothing else has come to need it.
remove_packages() {
  [ -s "$program/packages" ] || return 0
  packages=$(tr '\n' ' ' <"$program/packages")
  # shellcheck disable=SC2086
  also=$(apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -s remove $packages 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | sort | comm -13 "$program/packages" - || true)
  if [ -n "$also" ]; then
    say "keeping nodejs, which other packages need now"
    return 0
  fi
  say "removing the Node that came with the agent"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= purge -y -q $packages >/dev/null 2>&1 || say "apt-get could not remove: $packages"
}

# --- from here on it runs: a download that broke off has not come this far ---------------------------------------------------

main() {
  read_options "$@"
  require_root "$@"
  if [ "$action" = uninstall ]; then
    uninstall
    exit 0
  fi
  check_machine
  changed=no
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  recall
  fetch_certificate
  say "fetching the agent from $hub"
  fetch_verified "$hub/agent/homelab-agent.mjs" "$work/homelab-agent.mjs"
  find_node
  prepare_config
  add_user
  place_files
  start_agent
  version=$(run_agent --version)
  if [ "$changed" = yes ]; then say "version $version is installed and reports to $hub"
  else say "version $version was installed already; nothing was changed"; fi
}

main "$@"
