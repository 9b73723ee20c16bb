/**
 * How often a value is read anew that nobody confirms by a heartbeat, in milliseconds: what its integration said last stands, as long as it
 * is available.
 */
export const standingMilliseconds = 60_000;
