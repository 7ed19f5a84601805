// SPDX-License-Identifier: Apache-2.0

import type { SharedString } from "fluid-framework/legacy";

/** Keeps a text area and a string the same: what is typed goes into the string, what others edit comes into the area. */
export function bindText(area: HTMLTextAreaElement, text: SharedString): void {
  area.value = text.getText();
  area.addEventListener("input", () => {
    const { start, removed, inserted } = difference(text.getText(), area.value);
    if (removed > 0 && inserted !== "") {
      text.replaceText(start, start + removed, inserted);
    } else if (removed > 0) {
      text.removeText(start, start + removed);
    } else if (inserted !== "") {
      text.insertText(start, inserted);
    }
  });
  text.on("sequenceDelta", (event) => {
    if (!event.isLocal) {
      take(area, text.getText());
    }
  });
}

/** Shows another text with the selection where its neighbours went. */
function take(area: HTMLTextAreaElement, value: string): void {
  const { start, removed, inserted } = difference(area.value, value);
  const moved = (position: number): number => {
    if (position <= start) {
      return position;
    }
    return position >= start + removed ? position + inserted.length - removed : start;
  };
  const [from, to] = [moved(area.selectionStart), moved(area.selectionEnd)];
  area.value = value;
  area.setSelectionRange(from, to);
}

/** The one edit that makes `after` of `before`. */
function difference(before: string, after: string): { start: number; removed: number; inserted: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) {
    same++;
  }
  return { start, removed: before.length - start - same, inserted: after.slice(start, after.length - same) };
}
