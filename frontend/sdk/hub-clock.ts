/** The hub's clock. This device's own may be wrong, and every time that the hub sends is by the hub's. */
export interface HubClock {
  /** Unix milliseconds. */
  now(): number;
}
