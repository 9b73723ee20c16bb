import type { ConfigFinding } from "../../core/sdk/index.ts";
import type { EmailConfig } from "./config.ts";

/** What is wrong with a block that its schema accepts. */
export function checkLogin({ username, password }: EmailConfig): readonly ConfigFinding[] {
  if ((username === undefined) === (password === undefined)) return [];
  return [
    {
      path: [username === undefined ? "password" : "username"],
      message: "needs a username and a password, or neither",
    },
  ];
}
