/** Configuration files as people break them, each with everything that the hub says about it. */
export const brokenFiles: readonly {
  readonly what: string;
  readonly text: string;
  readonly says: readonly string[];
}[] = [
  {
    what: "a misspelt setting",
    text: "hub:\n  listn: 0.0.0.0:80\n",
    says: [
      '2:3  hub.listn is not a known setting; did you mean "listen"? Allowed: name, listen, time_zone, public_url, trusted_proxies, base_path, offline_after_seconds, tls',
    ],
  },
  {
    what: "a misspelt block",
    text: "hub:\n  name: Home\nrecoder:\n  keep_days: 3\n",
    says: [
      '3:1  recoder is not a known setting; did you mean "recorder"? Allowed: hub, recorder, backup, notifications, mqtt, machines, integrations',
    ],
  },
  {
    what: "a setting that resembles nothing",
    text: "hub:\n  colour: green\n",
    says: [
      "2:3  hub.colour is not a known setting. Allowed: name, listen, time_zone, public_url, trusted_proxies, base_path, offline_after_seconds, tls",
    ],
  },
  {
    what: "an integration that does not exist",
    text: "integrations:\n  agnet:\n    local: true\n",
    says: ['2:3  there is no integration "agnet"; did you mean "agent"? Allowed: agent, docker'],
  },
  {
    what: "a misspelt setting of an integration",
    text: "integrations:\n  agent:\n    heartbeat_intervall: 5\n",
    says: [
      '3:5  integrations.agent.heartbeat_intervall is not a known setting; did you mean "heartbeat_interval"? Allowed: local, heartbeat_interval, mode, token, tags',
    ],
  },
  {
    what: "the yes of YAML 1.1",
    text: "integrations:\n  agent:\n    local: yes\n",
    says: ['3:12  integrations.agent.local must be true or false, but is "yes"'],
  },
  {
    what: "numbers out of their range or kind",
    text: "recorder:\n  keep_days: 0\nintegrations:\n  agent:\n    heartbeat_interval: 1.5\n",
    says: [
      "2:14  recorder.keep_days must be from 1 to 36500, but is 0",
      "5:25  integrations.agent.heartbeat_interval must be a whole number, but is 1.5",
    ],
  },
  {
    what: "a choice that does not exist",
    text: "integrations: { agent: { mode: readonyl } }\n",
    says: [
      '1:32  integrations.agent.mode must be "readonly" or "readwrite", but is "readonyl"; did you mean "readonly"?',
    ],
  },
  {
    what: "a secret of the wrong kind, which is not shown",
    text: "integrations:\n  agent:\n    token: 4711\n",
    says: ["3:12  integrations.agent.token must be text"],
  },
  {
    what: "lists with wrong and with too many items",
    text: "hub:\n  trusted_proxies:\n    - 10.0.0.0/99\n    - nas\nintegrations:\n  agent:\n    tags: [a, b, c]\n",
    says: [
      '3:7  hub.trusted_proxies[0] must be an IP address or a network, such as "10.0.0.2" or "10.0.0.0/8", but is "10.0.0.0/99"',
      '4:7  hub.trusted_proxies[1] must be an IP address or a network, such as "10.0.0.2" or "10.0.0.0/8", but is "nas"',
      "7:11  integrations.agent.tags must list at most 2, but is a list",
    ],
  },
  {
    what: "texts that are not what they should name",
    text: "hub:\n  name: ''\n  listen: 8080\n  time_zone: Europe/Lundon\n  public_url: ftp://hub\n",
    says: [
      "2:9  hub.name must not be empty",
      "3:11  hub.listen must be text, but is 8080",
      '4:14  hub.time_zone must be a time zone by its IANA name, such as "Europe/London", but is "Europe/Lundon"',
      '5:15  hub.public_url must be an http or https address, such as "https://hub.example.net", but is "ftp://hub"',
    ],
  },
  {
    what: "a port that does not exist",
    text: "hub:\n  listen: 0.0.0.0:80800\n",
    says: ['2:11  hub.listen must be host:port, such as "0.0.0.0:8080" or "[::1]:8080", but is "0.0.0.0:80800"'],
  },
  {
    what: "a setting without a value",
    text: "hub:\n  name:\n",
    says: ["2:3  hub.name must be text, but is empty"],
  },
  {
    what: "blocks that are not maps",
    text: "hub: 5\nintegrations:\n  agent: true\n",
    says: [
      "1:6  hub must be a map of settings, but is 5",
      "3:10  integrations.agent must be a map of settings, but is true",
    ],
  },
  {
    what: "a file that is a list",
    text: "- hub\n- recorder\n",
    says: ["1:1  the file must be a map of settings, but is a list"],
  },
  {
    what: "a setting that stands twice",
    text: "hub:\n  name: a\n  name: b\n",
    says: ["3:3  not valid YAML: this setting stands here twice; keep one of them"],
  },
  {
    what: "a tab",
    text: "hub:\n\tname: a\n",
    says: ["2:1  not valid YAML: a tab cannot indent YAML; use spaces"],
  },
  {
    what: "a colon in a text without quotes",
    text: "hub:\n  name: home: lab\n",
    says: [
      "2:9  not valid YAML: a value cannot start a block of its own on this line; put text with a colon in quotes",
    ],
  },
  {
    what: "an open quote",
    text: "hub:\n  name: 'home\n",
    says: ["3:1  not valid YAML: missing closing 'quote"],
  },
  {
    what: "two documents",
    text: "hub:\n---\nhub:\n",
    says: ["2:1  not valid YAML: only one YAML document is read; remove the `---` line"],
  },
  {
    what: "a tag that nobody knows",
    text: "hub:\n  name: !colour green\n",
    says: ["2:9  not valid YAML: unresolved tag: !colour"],
  },
  {
    what: "an alias without an anchor",
    text: "hub:\n  name: *name\n",
    says: ["2:9  not valid YAML: the alias *name has no anchor &name before it"],
  },
  {
    what: "a bomb of aliases",
    text: [
      "hub: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
      "recorder: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]",
      "machines: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]",
      "integrations: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]",
    ].join("\n"),
    says: ["4:44  not valid YAML: aliases of aliases multiply into more data than a configuration can have"],
  },
  {
    what: "an alias within what it repeats",
    text: "hub: &a\n  name: *a\n",
    says: ["2:9  not valid YAML: the alias *a has no anchor &a before it"],
  },
  {
    what: "machines that are not to be told apart",
    text: "machines:\n  - id: nas\n  - id: NAS\n    mac_address: 00-11\n  - { id: nas, ip_address: 10.0.0 }\n",
    says: [
      '3:9  machines[1].id must be 1 to 100 lower-case letters, digits and hyphens, but is "NAS"',
      '4:18  machines[1].mac_address must be a hardware address, such as "00:11:32:aa:bb:cc", but is "00-11"',
      '5:28  machines[2].ip_address must be an IP address, such as "10.0.0.2", but is "10.0.0"',
    ],
  },
  {
    what: "a machine that stands twice",
    text: "machines:\n  - id: nas\n  - id: nas\n",
    says: ['3:9  machines[1].id must be one of its own, but machines[0] has "nas" too'],
  },
  {
    what: "a key that would reach into every object",
    text: "__proto__:\n  name: a\n",
    says: [
      "1:1  __proto__ is not a known setting. Allowed: hub, recorder, backup, notifications, mqtt, machines, integrations",
    ],
  },
];
