/** An edit that cannot be made in this text without changing more than was asked for. The message says why. */
export class EditRefusal extends Error {
  constructor(why: string) {
    super(why);
    this.name = "EditRefusal";
  }
}
