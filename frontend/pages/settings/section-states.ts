import { html, type TemplateResult } from "lit";
import "../../components/notice.ts";
import type { ResourceController } from "../../state/resource-controller.ts";
import { t } from "../../text/t.ts";

/** What a section shows until it has what it is about: that it loads, that this user may not see it, or why it failed. */
export function renderUnread(resource: ResourceController<unknown>, heading: string): TemplateResult {
  if (resource.isForbidden) {
    return html`
      <hl-notice icon="key" .heading=${t("settings.forbidden.title")} .text=${t("settings.forbidden.text")}></hl-notice>
    `;
  }
  const { failure } = resource;
  if (!failure) return html`<div class="skeleton" role="status" aria-label=${t("settings.loading")}></div>`;
  return html`
    <hl-notice .heading=${heading} .text=${failure.message}>
      <button class="button" type="button" @click=${() => resource.reload()}>${t("app.retry")}</button>
    </hl-notice>
  `;
}
