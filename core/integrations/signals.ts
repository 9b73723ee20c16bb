/** Ends a setup that should be tried again later. Made by `context.notReady()` only. */
export class NotReady extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotReady";
  }
}

/** Ends a setup because a credential is refused. Made by `context.authFailed()` only. */
export class AuthFailed extends Error {
  constructor(why: string) {
    super(why);
    this.name = "AuthFailed";
  }
}
