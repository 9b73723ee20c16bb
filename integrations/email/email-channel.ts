import type { IntegrationContext, NotificationChannel } from "../../core/sdk/index.ts";
import type { EmailConfig } from "./config.ts";
import { mailOf } from "./mail.ts";
import type { Mailer } from "./mailer.ts";
import { outcomeOf } from "./outcome.ts";

/** The channel that sends mail. */
export function emailChannel(
  { config, clock, log }: Pick<IntegrationContext<EmailConfig>, "config" | "clock" | "log">,
  mailer: Pick<Mailer, "send">,
  identity: string,
): NotificationChannel {
  return {
    name: "email",
    title: "Email",
    deliver: async (notification, { signal, ...wording }) => {
      const mail = mailOf(notification, wording, { identity, from: config.from });
      try {
        const refused = await mailer.send({ ...mail, date: new Date(clock.now()) }, signal);
        if (refused.length > 0) log.warn(`The mail server refuses some of the addresses: ${refused.join(", ")}`);
        return { kind: "sent" };
      } catch (error) {
        return outcomeOf(error, config);
      }
    },
  };
}
