// SPDX-License-Identifier: Apache-2.0

import { TinyliciousClient } from "@fluidframework/tinylicious-client";
import { ConnectionState, type ContainerSchema, type IFluidContainer } from "fluid-framework";
import { SharedMap, SharedString } from "fluid-framework/legacy";

import { bindText } from "./text.js";

/** The same names and types as in Reviewer.java, which makes the document. */
const schema = { initialObjects: { text: SharedString, review: SharedMap } } satisfies ContainerSchema;

function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`the page has no ${type.name} with the id ${id}`);
  }
  return found;
}

const status = element("status", HTMLElement);
const textarea = element("text", HTMLTextAreaElement);

function showStatus(state: "good" | "wait" | "bad", text: string): void {
  status.dataset.state = state;
  status.textContent = text;
}

function followStatus(container: IFluidContainer): void {
  const show = (): void => {
    if (container.connectionState !== ConnectionState.Connected) {
      showStatus("wait", "offline: edits are kept here");
    } else if (container.isDirty) {
      showStatus("wait", "connected · saving …");
    } else {
      showStatus("good", "connected · saved");
    }
  };
  container.on("connected", show);
  container.on("disconnected", show);
  container.on("saved", show);
  container.on("dirty", show);
  container.on("disposed", (error) => {
    textarea.disabled = true;
    showStatus("bad", `ended: ${error?.message ?? "reload the page"}`);
  });
  show();
}

function followReview(review: SharedMap, text: SharedString): void {
  const show = (): void => {
    for (const figure of ["words", "sentences", "characters"]) {
      element(figure, HTMLElement).textContent = String(review.get(figure) ?? "–");
    }
    const isFresh = review.get("characters") === text.getLength();
    element("freshness", HTMLElement).textContent = isFresh ? "" : "(waiting for the service)";
    const remarks = review.get<string[]>("remarks") ?? [];
    element("remarks", HTMLUListElement).replaceChildren(...remarks.map(item));
  };
  review.on("valueChanged", show);
  text.on("sequenceDelta", show);
  show();
}

function item(remark: string): HTMLLIElement {
  const line = document.createElement("li");
  line.textContent = remark;
  return line;
}

async function open(): Promise<void> {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id === "") {
    showStatus("bad", "no document: open the address that the service Reviewer prints");
    return;
  }
  const { protocol, hostname, port } = location;
  const client = new TinyliciousClient({
    connection: { domain: `${protocol}//${hostname}`, port: Number(port || (protocol === "https:" ? 443 : 80)) },
  });
  const { container } = await client.getContainer(id, schema, "2");
  const { text, review } = container.initialObjects;
  bindText(textarea, text);
  followReview(review, text);
  followStatus(container);
  textarea.disabled = false;
  textarea.focus();
}

// Another document is another page.
addEventListener("hashchange", () => location.reload());

open().catch((error: unknown) => {
  showStatus("bad", `the document cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
});
