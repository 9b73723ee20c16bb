import type { Integration } from "../../core/sdk/index.ts";
import { checkLogin } from "./check.ts";
import { type EmailConfig, emailConfig } from "./config.ts";
import { emailChannel } from "./email-channel.ts";
import { threadIdentity } from "./thread-identity.ts";

/** Sends messages as mail. */
export default {
  config: emailConfig,
  check: checkLogin,

  async setup(context) {
    // Only here: who sends no mail does not pay for the library's memory.
    const { Mailer } = await import("./mailer.ts");
    const identity = await threadIdentity(context.storage);
    await context.addChannel(emailChannel(context, new Mailer(context.config), identity));
  },
} satisfies Integration<EmailConfig>;
