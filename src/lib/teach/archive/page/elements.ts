/** Elements of an HTML file's page. Texts are texts, whatever is in them. */

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

export function text<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, words: string) {
  const node = element(tag);
  node.textContent = words;
  return node;
}
